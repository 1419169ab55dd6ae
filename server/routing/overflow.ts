import type { Tx } from '#server/platform/database/open-database.ts'
import { changeTicket, lockTicketRow } from '#server/tickets/index.ts'
import { byTeam, tellRouted } from './assign.ts'
import { following } from './following.ts'
import { lockLiveTeam } from './lock-live-team.ts'
import { planOverflows } from './plan-overflows.ts'
import { routeTicket } from './route-ticket.ts'

/**
 * A ticket has waited long enough with a team: it goes to the next one, once through each. Nothing happens when it has
 * an owner meanwhile, has moved, or would come back to where it has been.
 */
export async function overflow(tx: Tx, ticketId: number, teamId: number, begun: Date): Promise<void> {
  const ticket = await lockTicketRow(tx, ticketId)
  const wait = await tx
    .selectFrom('routing_wait')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .where('team_id', '=', teamId)
    .executeTakeFirst()
  if (!wait || !ticket?.is_open || ticket.assignee_id !== null || ticket.team_id !== teamId) return
  const now = following(ticket, begun)
  // Put aside it keeps nobody waiting: it is looked at again when it is back.
  if (ticket.frozen_until !== null) {
    await planOverflows(tx, teamId, now, ticketId)
    return
  }
  const from = await tx
    .selectFrom('routing_policy')
    .innerJoin('team', 'team.id', 'routing_policy.team_id')
    .select(['name', 'overflow_team_id', 'overflow_minutes'])
    .where('team_id', '=', teamId)
    .executeTakeFirst()
  const next = from?.overflow_team_id ?? null
  if (!from || next === null || wait.passed_team_ids.includes(next)) return
  const to = await lockLiveTeam(tx, next)
  if (!to) return
  const by = byTeam({ teamId, teamName: from.name }, wait.chain)
  await changeTicket(tx, ticket, { teamId: next }, by, now)
  await tellRouted(
    tx,
    ticketId,
    {
      outcome: 'overflowed',
      why: 'overflow',
      teamId,
      teamName: from.name,
      toTeamName: to.name,
      minutes: from.overflow_minutes,
    },
    by,
    now,
  )
  await tx
    .updateTable('routing_wait')
    .set({ passed_team_ids: [...wait.passed_team_ids, teamId] })
    .where('ticket_id', '=', ticketId)
    .execute()
  await routeTicket(tx, ticketId, { chain: wait.chain }, null, now)
}
