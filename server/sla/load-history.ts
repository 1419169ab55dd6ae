import { sql } from 'kysely'
import type { Priority, StatusCategory } from '#contract/desk.ts'
import type { ClockKind } from '#contract/sla.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Beginning, Fact } from './facts.ts'

/** Events that say something to the clocks; each is recorded under the ticket's lock, so that ids keep their order. */
export const telling = [
  'ticket.created',
  'ticket.updated',
  'ticket.reopened',
  'ticket.frozen',
  'ticket.unfrozen',
  'ticket.merged',
  'ticket.absorbed',
  'ticket.unmerged',
  'message.received',
  'message.moved',
  'reply.created',
  'sla.policy',
  'sla.warned',
  'sla.breached',
] as const

interface EventRow {
  id: number
  at: Date
  type: (typeof telling)[number]
  data: Record<string, unknown>
  /** Of the reply the event is about. */
  isAutomatic: boolean | null
  /** When the message the event is about was written. */
  writtenAt: Date | null
  /** Since when the customer of the ticket that went up in this one had waited. */
  waitedSince: Date | null
  /** Until when the ticket that is taken out of another had been frozen. */
  frozenUntil: Date | null
}

export interface History {
  beginning: Beginning
  facts: Fact[]
  lastEventId: number
  eventCount: number
}

/** What happened to a ticket, as its clocks see it, from the beginning. */
export async function loadHistory(db: Db, ticketId: number): Promise<History> {
  const [events, categoryOf, ticket] = await Promise.all([
    loadEvents(db, ticketId, 0),
    loadCategories(db),
    loadTicket(db, ticketId),
  ])
  const ordered = inOrder(events)
  const created = ordered.find((event) => event.type === 'ticket.created')
  const facts = ordered.flatMap((event) => factsOf(event, categoryOf))
  const message = created && created.data['isAutomatic'] !== true ? created.data['customerMessageId'] : null
  const policy = facts.find((fact) => fact.kind === 'policy')
  return {
    beginning: {
      at: (created?.at ?? ticket.created_at).getTime(),
      eventId: created?.id ?? null,
      ...rewind(ordered, categoryOf, ticket),
      messageId: typeof message === 'number' ? message : null,
      policyId: policy?.policyId ?? null,
    },
    facts,
    lastEventId: events.at(-1)?.id ?? 0,
    eventCount: events.length,
  }
}

/** What happened since an event, and how many events that were. */
export async function loadNews(
  db: Db,
  ticketId: number,
  afterEventId: number,
): Promise<{ facts: Fact[]; lastEventId: number; eventCount: number }> {
  const events = await loadEvents(db, ticketId, afterEventId)
  if (events.length === 0) return { facts: [], lastEventId: afterEventId, eventCount: 0 }
  const categoryOf = await loadCategories(db)
  return {
    facts: inOrder(events).flatMap((event) => factsOf(event, categoryOf)),
    lastEventId: events.at(-1)?.id ?? afterEventId,
    eventCount: events.length,
  }
}

/** How many of the ticket's telling events there are up to one of them. */
export async function countEvents(db: Db, ticketId: number, upToEventId: number): Promise<number> {
  const row = await db
    .selectFrom('event')
    .select(sql<number>`count(*)`.as('count'))
    .where('ticket_id', '=', ticketId)
    .where('id', '<=', upToEventId)
    .where('type', '=', sql<string>`any(${[...telling]}::text[])`)
    .executeTakeFirstOrThrow()
  return row.count
}

async function loadEvents(db: Db, ticketId: number, afterId: number): Promise<EventRow[]> {
  // Looked up one by one: as joins, the planner would rather read all replies and messages of the desk.
  const { rows } = await sql<EventRow>`
    select event.id, event.at, event.type, event.data,
      case when event.type = 'reply.created' then (
        select is_automatic from reply where reply.id = (event.data->>'replyId')::bigint) end as "isAutomatic",
      case when event.type = 'message.moved' then (
        select created_at from customer_message where customer_message.id = (event.data->>'customerMessageId')::bigint
      ) end as "writtenAt",
      case when event.type = 'ticket.absorbed' then (
        select (kept->'source'->>'waitingSince')::timestamptz from ticket_merge where id = (event.data->>'mergeId')::bigint
      ) end as "waitedSince",
      case when event.type = 'ticket.unmerged' then (
        select (kept->'source'->>'frozenUntil')::timestamptz from ticket_merge where id = (event.data->>'mergeId')::bigint
      ) end as "frozenUntil"
    from event
    where event.ticket_id = ${ticketId} and event.id > ${afterId} and event.type = any(${[...telling]}::text[])
    order by event.id`.execute(db)
  return rows
}

/** What the clocks themselves said stands behind the event they had seen last, as it did when they said it. */
function inOrder(events: EventRow[]): EventRow[] {
  const place = (event: EventRow) => numberOr(event.data['after'], event.id)
  return events.toSorted((a, b) => place(a) - place(b) || a.id - b.id)
}

type CategoryOf = ReadonlyMap<number, StatusCategory>

async function loadCategories(db: Db): Promise<CategoryOf> {
  const rows = await db.selectFrom('ticket_status').select(['id', 'category']).execute()
  return new Map(rows.map((row) => [row.id, row.category]))
}

interface Now {
  created_at: Date
  status_category: StatusCategory
  priority: number
  team_id: number | null
}

/** The ticket of now. What a reply that can still be undone has moved is not history yet. */
async function loadTicket(db: Db, ticketId: number): Promise<Now> {
  const { rows } = await sql<Now & { before: { status_category?: StatusCategory } | null }>`
    select created_at, status_category, priority, team_id, (
      select moved->'before' from reply where ticket_id = ticket.id and moved is not null order by id limit 1
    ) as before
    from ticket where id = ${ticketId}`.execute(db)
  const row = rows[0]
  if (!row) throw new Error(`there is no ticket ${ticketId}`)
  return { ...row, status_category: row.before?.status_category ?? row.status_category }
}

const priorities: readonly Priority[] = ['low', 'medium', 'high', 'critical']

/** What a ticket was at first: what the first change of each field says it was, or what it still is. */
function rewind(
  events: readonly EventRow[],
  categoryOf: CategoryOf,
  ticket: Now,
): Pick<Beginning, 'status' | 'priority' | 'teamId'> {
  const first = (name: string): [unknown, unknown] | undefined => {
    for (const event of events) {
      const pair = changesOf(event)[name]
      if (pair) return pair
    }
    return undefined
  }
  const statuses = events.flatMap((event) => statusPair(event, categoryOf) ?? [])
  const priority = first('priority')?.[0]
  const team = first('teamId')
  return {
    status: statuses[0]?.from ?? (events.some((event) => isEnd(event)) ? 'open' : ticket.status_category),
    priority: priorities.find((one) => one === priority) ?? priorities[ticket.priority - 1] ?? 'medium',
    teamId: team ? idOrNull(team[0]) : ticket.team_id,
  }
}

function isEnd(event: EventRow): boolean {
  return event.type === 'ticket.merged' || 'emptied' in event.data
}

function factsOf(event: EventRow, categoryOf: CategoryOf): Fact[] {
  const base = { at: event.at.getTime(), eventId: event.id }
  const changes = changesOf(event)
  const status = statusPair(event, categoryOf)
  const changed: Fact[] =
    status || changes['priority'] || changes['teamId']
      ? [
          {
            ...base,
            kind: 'changed',
            status: status?.to,
            priority: priorities.find((one) => one === changes['priority']?.[1]),
            teamId: changes['teamId'] && idOrNull(changes['teamId'][1]),
          },
        ]
      : []
  // Whoever is frozen or thawed with a new status is so before it; what a message leads to comes after it.
  return [...bodyOf(event, base), ...changed]
}

function bodyOf(event: EventRow, base: { at: number; eventId: number }): Fact[] {
  const { data, type } = event
  switch (type) {
    case 'message.received':
      return data['isAutomatic'] === true
        ? []
        : [
            {
              ...base,
              kind: 'customer_wrote',
              messageId: numberOr(data['customerMessageId'], 0),
              writtenAt: base.at,
            },
          ]
    case 'reply.created':
      return event.isAutomatic === false ? [{ ...base, kind: 'replied' }] : []
    case 'ticket.frozen':
      return [{ ...base, kind: 'frozen' }]
    case 'ticket.unfrozen':
      return [{ ...base, kind: 'unfrozen' }]
    case 'ticket.merged':
      return [{ ...base, kind: 'merged' }]
    case 'ticket.unmerged':
      return data['direction'] === 'in'
        ? [{ ...base, kind: 'unmerged', direction: 'in', mergeId: numberOr(data['mergeId'], 0) }]
        : [{ ...base, kind: 'unmerged', direction: 'out', isFrozen: isAfter(event.frozenUntil, event.at) }]
    case 'ticket.absorbed':
      return [
        {
          ...base,
          kind: 'absorbed',
          mergeId: numberOr(data['mergeId'], 0),
          waitedSince: event.waitedSince?.getTime() ?? null,
        },
      ]
    case 'message.moved':
      return movedFacts(event, base)
    case 'sla.policy':
      return [
        {
          ...base,
          at: numberOr(data['since'], base.at),
          kind: 'policy',
          policyId: idOrNull(data['policyId']),
        },
      ]
    case 'sla.warned':
    case 'sla.breached':
      return [
        {
          ...base,
          kind: 'noticed',
          clock: data['clock'] as ClockKind,
          run: numberOr(data['run'], 1),
          notice: type === 'sla.breached' ? 'breach' : String(data['notice']),
        },
      ]
    default:
      return []
  }
}

function movedFacts({ data, writtenAt }: EventRow, base: { at: number; eventId: number }): Fact[] {
  const messageId = numberOr(data['customerMessageId'], 0)
  if (data['direction'] === 'in')
    return [
      { ...base, kind: 'customer_wrote', messageId, writtenAt: (writtenAt ?? new Date(base.at)).getTime() },
    ]
  const left: Fact = { ...base, kind: 'message_left', messageId }
  return 'emptied' in data ? [left, { ...base, kind: 'merged' }] : [left]
}

function statusPair(
  event: EventRow,
  categoryOf: CategoryOf,
): { from: StatusCategory | undefined; to: StatusCategory } | null {
  const changes = changesOf(event)
  const byId = changes['statusId']?.map((id) => categoryOf.get(Number(id)))
  const [from, to] = byId ?? (changes['statusCategory'] as StatusCategory[] | undefined) ?? []
  return to === undefined ? null : { from, to }
}

function changesOf({ data }: EventRow): Record<string, [unknown, unknown] | undefined> {
  return (data['changes'] ?? {}) as Record<string, [unknown, unknown]>
}

function isAfter(a: Date | null, b: Date): boolean {
  return a !== null && a > b
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

const idOrNull = numberOrNull
