import { type SelectQueryBuilder, sql } from 'kysely'
import type { TicketFilter, TicketSort } from '#contract/ticket-filter.ts'
import type { TicketListItem } from '#contract/tickets.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Tables } from '#server/platform/database/tables.ts'
import { type Cursor, cutPage, readCursor } from '#server/platform/paging.ts'
import { fail } from '#server/platform/http/failure.ts'
import { loadListItems } from './load-list-items.ts'
import { visibleTickets } from './policy.ts'
import { priorityToNumber } from './ticket.ts'

type TicketQuery = TicketFilter & {
  sort: TicketSort
  order?: 'asc' | 'desc' | undefined
  cursor?: string | undefined
  limit: number
}
type Tickets<O> = SelectQueryBuilder<Tables, 'ticket', O>

const sortColumns = {
  activity: 'last_activity_at',
  created: 'id',
  waiting: 'waiting_since',
  priority: 'priority',
  due: 'due_at',
} as const

/** A view of tickets: first the ids of the page, from one index, then what the page shows of them. */
export async function listTickets(
  db: Db,
  actor: Actor,
  query: TicketQuery,
): Promise<{ items: TicketListItem[]; nextCursor: string | null }> {
  const order = query.order ?? (query.sort === 'waiting' || query.sort === 'due' ? 'asc' : 'desc')
  const column = sortColumns[query.sort]
  const keys = await narrow(
    db.selectFrom('ticket').select(['ticket.id', `ticket.${column} as key`]),
    actor,
    query,
  )
    .$if(query.sort === 'waiting', (tickets) => tickets.where('waiting_since', 'is not', null))
    .$if(query.sort === 'due', (tickets) => tickets.where('due_at', 'is not', null))
    .$call((tickets) => after(tickets, column, order, readCursor(query.cursor)))
    .orderBy(`ticket.${column}`, order)
    .orderBy('ticket.id', order)
    .limit(query.limit + 1)
    .execute()
  const page = cutPage(keys, query.limit, (row) => ({
    value: row.key instanceof Date ? row.key.toISOString() : row.key,
    id: row.id,
  }))
  const items = await loadListItems(
    db,
    actor,
    page.rows.map((row) => row.id),
  )
  return { items, nextCursor: page.nextCursor }
}

function narrow<O>(tickets: Tickets<O>, actor: Actor, query: TicketQuery): Tickets<O> {
  const { status, priority, assigneeId, customerId, categoryId, tag } = query
  let narrowed = tickets.where(visibleTickets(actor))
  if (query.view === 'mine') narrowed = narrowed.where('assignee_id', '=', actor.agentId)
  if (query.view === 'unassigned') narrowed = narrowed.where('assignee_id', 'is', null)
  if (query.view === 'team') {
    if (query.teamId === undefined)
      fail('invalid_input', { fields: [{ path: 'query.teamId', message: 'required' }] })
    narrowed = narrowed.where('team_id', '=', query.teamId)
  }
  // Written out, so that the planner recognises the partial indexes of the open desk.
  if (status === 'open') narrowed = narrowed.where(sql<boolean>`is_open`)
  else if (status !== 'any') narrowed = narrowed.where('status_category', '=', status)
  if (priority !== undefined) narrowed = narrowed.where('priority', '=', priorityToNumber(priority))
  if (assigneeId !== undefined) narrowed = narrowed.where('assignee_id', '=', assigneeId)
  if (customerId !== undefined) narrowed = narrowed.where('customer_id', '=', customerId)
  if (categoryId !== undefined) narrowed = narrowed.where('category_id', '=', categoryId)
  if (tag !== undefined)
    narrowed = narrowed.where(sql<boolean>`tags @> array[${tag}]::text[] and tags <> '{}'`)
  if (query.isUnread !== undefined) {
    const read = sql<boolean>`ticket.last_post_id <= coalesce((select last_post_id from ticket_read
      where ticket_read.ticket_id = ticket.id and agent_id = ${actor.agentId}), 0)`
    narrowed = narrowed.where((eb) => (query.isUnread ? eb.not(read) : read))
  }
  if (query.isOverdue !== undefined)
    narrowed = query.isOverdue
      ? narrowed.where(sql<boolean>`due_at < now()`)
      : narrowed.where(sql<boolean>`(due_at is null or due_at >= now())`)
  if (query.isFrozen !== undefined)
    narrowed = narrowed.where('frozen_until', query.isFrozen ? 'is not' : 'is', null)
  // The condition of the index of rated tickets, written out with each.
  if (query.rating !== undefined) narrowed = narrowed.where('rating_score', 'is not', null)
  if (query.rating === 'good') narrowed = narrowed.where('is_rated_good', '=', true)
  if (query.rating === 'low') narrowed = narrowed.where('is_rated_low', '=', true)
  return narrowed
}

type SortColumn = (typeof sortColumns)[TicketSort]

function after<O>(
  tickets: Tickets<O>,
  column: SortColumn,
  order: 'asc' | 'desc',
  cursor: Cursor | null,
): Tickets<O> {
  if (cursor === null) return tickets
  if (column === 'id') return tickets.where('ticket.id', order === 'asc' ? '>' : '<', cursor.id)
  const isTime = column !== 'priority'
  if (typeof cursor.value !== (isTime ? 'string' : 'number')) fail('invalid_cursor')
  if (isTime && Number.isNaN(Date.parse(String(cursor.value)))) fail('invalid_cursor')
  const value = isTime ? sql`${cursor.value}::timestamptz` : sql`${cursor.value}::smallint`
  const sign = order === 'asc' ? sql`>` : sql`<`
  return tickets.where(
    sql<boolean>`(ticket.${sql.ref(column)}, ticket.id) ${sign} (${value}, ${cursor.id}::bigint)`,
  )
}
