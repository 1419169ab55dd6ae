import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { planHandOutsOfKept } from './keep-for-known.ts'
import { lockSeat, settleStatus } from './settle-status.ts'

interface Choice {
  /** Null: what presence says. */
  statusId: number | null
  until: Date | null
}

/** Chooses a status for an agent by hand. Ends with `unknown_reference` for one that is gone, `not_found` for nobody. */
export async function setStatus(
  tx: Tx,
  agentId: number,
  { statusId, until }: Choice,
  byAgentId: number,
  now: Date,
): Promise<void> {
  if (statusId !== null) {
    const status = await tx
      .selectFrom('agent_status')
      .select('id')
      .where('id', '=', statusId)
      .where('archived_at', 'is', null)
      .executeTakeFirst()
    if (!status) fail('unknown_reference', { fields: [{ path: 'body.statusId', message: 'no such status' }] })
  }
  if (until !== null && until <= now)
    fail('invalid_input', { fields: [{ path: 'body.until', message: 'in the future' }] })
  if (!(await lockSeat(tx, agentId, now))) fail('not_found')
  await tx
    .updateTable('agent_seat')
    .set({ chosen_status_id: statusId, chosen_until: statusId === null ? null : until })
    .where('agent_id', '=', agentId)
    .execute()
  if (statusId !== null && until !== null)
    await enqueue(tx, 'routing.settle', { agentId }, { runAt: until, key: `routing.until:${agentId}` })
  const cause = byAgentId === agentId ? 'hand' : 'lead'
  await settleStatus(tx, agentId, { cause, byAgentId }, now)
  // The same status may last longer now than they are waited for.
  await planHandOutsOfKept(tx, agentId)
}
