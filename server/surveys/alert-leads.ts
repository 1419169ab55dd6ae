import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { notifyAgents } from '#server/notifications/index.ts'

interface LowScore {
  ticket: { id: number; team_id: number | null; customer_id: number }
  score: number
  scale: number
  comment: string
  eventId: number
}

/** Tells the leads of the ticket's team of a low score; where it has none, every lead, or else the administrators. */
export async function alertLeads(tx: Tx, low: LowScore, now: Date): Promise<void> {
  const { ticket, score, scale, comment, eventId } = low
  const { rows } = await sql<{ id: number }>`
    select id from (
      select agent.id, rank() over (order by role.key = 'lead' and member.agent_id is not null desc, role.key = 'lead' desc)
      from agent join role on role.id = agent.role_id
        left join team_member as member on member.agent_id = agent.id and member.team_id = ${ticket.team_id}::bigint
      where agent.is_active and role.key in ('lead', 'administrator')
    ) as told where rank = 1`.execute(tx)
  await notifyAgents(
    tx,
    rows.map(({ id }) => id),
    {
      kind: 'rated_low',
      ticketId: ticket.id,
      text: comment,
      facts: { score, scale },
      by: { actor: { kind: 'customer', id: ticket.customer_id } },
      source: `event ${eventId}`,
    },
    now,
  )
}
