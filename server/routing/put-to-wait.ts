import type { Tx } from '#server/platform/database/open-database.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import type { AutomaticMethod, TicketRow } from './assign.ts'
import type { Pool } from './lock-pool.ts'
import { planOverflows } from './plan-overflows.ts'

/**
 * Lets a ticket wait with a team for somebody who can take it. Two moments are noted as jobs: when it has waited too
 * long and goes to another team, and when the next of the team's people comes to work.
 */
export async function putToWait(
  tx: Tx,
  ticket: TicketRow,
  pool: Pool,
  wish: {
    method?: AutomaticMethod | undefined
    exceptIds?: readonly number[] | undefined
    chain?: readonly number[] | undefined
    /** Whoever knows the customer, where they are waited for first. */
    kept?: { agentId: number; until: Date } | null | undefined
  },
  now: Date,
): Promise<void> {
  const before = await tx
    .selectFrom('routing_wait')
    .selectAll()
    .where('ticket_id', '=', ticket.id)
    .executeTakeFirst()
  const isSameTeam = before?.team_id === pool.teamId
  const row = {
    team_id: pool.teamId,
    since: isSameTeam ? before.since : now,
    method: wish.method ?? null,
    except_agent_ids: [...(wish.exceptIds ?? (isSameTeam ? before.except_agent_ids : []))],
    chain: [...(wish.chain ?? [])],
    known_agent_id: wish.kept?.agentId ?? null,
    known_until: wish.kept?.until ?? null,
  }
  await tx
    .insertInto('routing_wait')
    .values({ ticket_id: ticket.id, ...row })
    .onConflict((conflict) => conflict.column('ticket_id').doUpdateSet(row))
    .execute()
  if (!isSameTeam) await planOverflows(tx, pool.teamId, now, ticket.id)
  if (pool.opensAt) await planHandOut(tx, pool.teamId, pool.opensAt)
}

/** Looks at a team's waiting tickets, now or at a moment when somebody may be able to take one; asked twice, it is done once. */
export async function planHandOut(tx: Tx, teamId: number, runAt?: Date): Promise<void> {
  const key = `routing.${runAt ? 'opening' : 'hand_out'}:${teamId}`
  await enqueue(tx, 'routing.hand_out', { teamId }, { key, ...(runAt && { runAt }) })
}
