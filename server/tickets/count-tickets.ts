import { sql } from 'kysely'
import type { TicketCounts } from '#contract/tickets.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { visibleTickets } from './policy.ts'

/** How many open tickets each view holds. One pass over the small index of open tickets. */
export async function countTickets(db: Db, actor: Actor): Promise<TicketCounts> {
  const [rows, unread, overdue] = await Promise.all([
    countByTeam(db, actor),
    countUnread(db, actor),
    countOverdue(db, actor),
  ])
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0)
  return {
    mine: sum((row) => row.mine),
    unassigned: sum((row) => row.unassigned),
    all: sum((row) => row.total),
    unreadMine: unread,
    overdue,
    teams: rows.flatMap((row) => (row.team_id === null ? [] : [{ teamId: row.team_id, count: row.total }])),
  }
}

function countByTeam(db: Db, actor: Actor) {
  return db
    .selectFrom('ticket')
    .select([
      'team_id',
      sql<number>`count(*)`.as('total'),
      sql<number>`count(*) filter (where assignee_id is null)`.as('unassigned'),
      sql<number>`count(*) filter (where assignee_id = ${actor.agentId})`.as('mine'),
    ])
    .where(sql<boolean>`is_open`)
    .where(visibleTickets(actor))
    .groupBy('team_id')
    .execute()
}

async function countUnread(db: Db, actor: Actor): Promise<number> {
  const row = await db
    .selectFrom('ticket')
    .leftJoin('ticket_read', (join) =>
      join.onRef('ticket_read.ticket_id', '=', 'ticket.id').on('ticket_read.agent_id', '=', actor.agentId),
    )
    .select(sql<number>`count(*)`.as('total'))
    .where(sql<boolean>`is_open`)
    .where('assignee_id', '=', actor.agentId)
    .where(sql<boolean>`ticket.last_post_id > coalesce(ticket_read.last_post_id, 0)`)
    .executeTakeFirstOrThrow()
  return row.total
}

/** From the small index of running deadlines. */
async function countOverdue(db: Db, actor: Actor): Promise<number> {
  const row = await db
    .selectFrom('ticket')
    .select(sql<number>`count(*)`.as('total'))
    .where(sql<boolean>`is_open`)
    .where(sql<boolean>`due_at < now()`)
    .where(visibleTickets(actor))
    .executeTakeFirstOrThrow()
  return row.total
}
