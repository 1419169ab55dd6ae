import type { MacroRun } from '#contract/macro-runs.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { offeredMacro } from '../library/read-macros.ts'
import { mustChangeTickets } from '../policy.ts'
import { getRun } from './get-run.ts'

export const runTask = 'macro.run'

/**
 * Begins to apply a macro to many tickets. Which of them the caller may see is asked of each when its turn comes; a
 * macro that would do nothing is refused.
 */
export async function startRun(
  tx: Tx,
  actor: Actor,
  input: { macroId: number; ticketIds: readonly number[]; sendsReply: boolean },
  now: Date,
): Promise<MacroRun> {
  const macro = await offeredMacro(tx, actor, input.macroId)
  const says = input.sendsReply && Object.keys(macro.texts).length > 0
  if (macro.actions.length > 0) mustChangeTickets(actor)
  if (!says && macro.actions.length === 0)
    fail('invalid_input', { fields: [{ path: 'body.sendsReply', message: 'the macro does nothing else' }] })
  const { id } = await tx
    .insertInto('macro_run')
    .values({
      macro_id: macro.id,
      agent_id: actor.agentId,
      permissions: [...actor.permissions],
      sends_reply: says,
      created_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const ticketIds = [...new Set(input.ticketIds)]
  await tx
    .insertInto('macro_run_ticket')
    .values(ticketIds.map((ticket_id, position) => ({ run_id: id, ticket_id, position })))
    .execute()
  await enqueue(tx, runTask, { runId: id }, { key: `${runTask} ${id}` })
  return getRun(tx, actor, id)
}
