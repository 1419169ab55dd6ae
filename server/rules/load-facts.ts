import { type RawBuilder, sql } from 'kysely'
import type { Language, PersonAddress } from '#contract/common.ts'
import { Priority, type StatusCategory } from '#contract/desk.ts'
import type { Source } from '#contract/tickets.ts'
import { isWorking, loadCalendar } from '#server/calendars/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { readText, type ReadText } from '#server/platform/language.ts'
import { lastSaidThen, saidThen, waitingThen, whenPast } from './past-columns.ts'
import type { Facts, Needs, Occasion, RatingFacts, TicketFacts } from './evaluate/facts.ts'

/** A ticket at one occasion. */
export interface Wanted {
  ticketId: number
  /** The message the event is about; null for the customer's last. */
  messageId: number | null
  noteId: number | null
  isAutomatic: boolean
  /** What the event told of a score; else the ticket's latest counts. */
  rating?: RatingFacts | null
  occasion: Omit<Occasion, 'note'>
  at: Date
  /** Only what had been said by then counts: for a look at the past. */
  asOf?: Date
}

interface TicketColumns {
  id: number
  subject: string
  status_id: number
  status_category: StatusCategory
  priority: number
  category_id: number | null
  team_id: number | null
  assignee_id: number | null
  inbox_id: number | null
  source: Source
  tags: string[]
  fields: Record<string, unknown> | null
  created_at: Date
  last_activity_at: Date
  waiting_since: Date | null
  due_at: Date | null
  frozen_until: Date | null
}

interface Row extends TicketColumns {
  place: number
  category_line: number[] | null
  customer_id: number
  customer_name: string | null
  customer_remark: string | null
  customer_language: Language | null
  customer_fields: Record<string, unknown> | null
  customer_emails: string[] | null
  organization_id: number | null
  organization_name: string | null
  organization_domains: string[] | null
  organization_fields: Record<string, unknown> | null
  rating_score: number | null
  is_rated_good: boolean | null
  is_rated_low: boolean | null
  message_count: number | null
  reply_count: number | null
  is_first_ticket: boolean | null
  note: string | null
  message_id: number | null
  message_text: string | null
  is_first_message: boolean | null
  from_address: string | null
  from_name: string | null
  to_addresses: PersonAddress[] | null
  cc_addresses: PersonAddress[] | null
  file_names: string[] | null
}

/** Nobody writes more by hand. */
const mostChars = 200_000

/** Everything the needs name, for many tickets in one question. In the order asked; a ticket that is gone is left out. */
export async function loadFacts(db: Db, wanted: readonly Wanted[], needs: Needs): Promise<Facts[]> {
  if (wanted.length === 0) return []
  const [rows, calendars] = await Promise.all([readRows(db, wanted, needs), openCalendars(db, needs)])
  return rows.flatMap((row) => {
    const one = wanted[row.place - 1]
    if (!one) return []
    const workingNow = new Map(
      [...calendars].map(([id, calendar]) => [
        id,
        isWorking(calendar, Temporal.Instant.fromEpochMilliseconds(one.at.getTime())),
      ]),
    )
    return [factsOf(row, one, workingNow)]
  })
}

async function openCalendars(db: Db, needs: Needs) {
  const found = await Promise.all(
    [...needs.calendars].map(async (id) => [id, await loadCalendar(db, id)] as const),
  )
  return new Map(found.flatMap(([id, calendar]) => (calendar ? [[id, calendar] as const] : [])))
}

async function readRows(db: Db, wanted: readonly Wanted[], { parts }: Needs): Promise<Row[]> {
  const when = (isNeeded: boolean, expression: RawBuilder<unknown>) => (isNeeded ? expression : sql`null`)
  const needsMessage = parts.has('message') || parts.has('files')
  const { rows } = await sql<Row>`
    select wanted.place::int as place, ticket.id, ticket.subject, status_id, status_category, priority, category_id, team_id,
      assignee_id, inbox_id, source, tags, ticket.fields, ticket.created_at, due_at, frozen_until, ticket.customer_id,
      rating_score, is_rated_good, is_rated_low,
      ${whenPast(lastSaidThen, sql`last_activity_at`)} as last_activity_at,
      ${whenPast(waitingThen, sql`waiting_since`)} as waiting_since,
      ${when(parts.has('categories'), categoryLine)} as category_line,
      customer.name as customer_name, customer.remark as customer_remark, customer.language as customer_language,
      customer.fields as customer_fields, organization.id as organization_id, organization.name as organization_name,
      organization.domains as organization_domains, organization.fields as organization_fields,
      ${when(
        parts.has('customer'),
        sql`(select array_agg(value order by id) from customer_address
          where customer_address.customer_id = customer.id and kind = 'email')`,
      )} as customer_emails,
      ${when(
        parts.has('counts'),
        sql`(select count(*) from customer_message where ticket_id = ticket.id and ${saidThen})`,
      )} as message_count,
      ${when(
        parts.has('counts'),
        sql`(select count(*) from reply where ticket_id = ticket.id and not is_automatic
          and delivery_state <> 'cancelled' and ${saidThen})`,
      )} as reply_count,
      ${when(
        parts.has('first_ticket'),
        sql`not exists (select from ticket as earlier
          where earlier.customer_id = ticket.customer_id and earlier.id < ticket.id)`,
      )} as is_first_ticket,
      ${when(parts.has('note'), sql`(select text from note where id = wanted.note_id)`)} as note,
      message.id as message_id, message.text as message_text, message.from_address, message.from_name,
      message.to_addresses, message.cc_addresses,
      ${when(
        needsMessage,
        sql`not exists (select from customer_message as earlier
          where earlier.ticket_id = ticket.id and earlier.id < message.id)`,
      )} as is_first_message,
      ${when(
        parts.has('files'),
        sql`(select array_agg(name order by id) from file where customer_message_id = message.id and not is_inline)`,
      )} as file_names
    from unnest(${wanted.map((one) => one.ticketId)}::bigint[], ${wanted.map((one) => one.messageId)}::bigint[],
        ${wanted.map((one) => one.noteId)}::bigint[],
        ${wanted.map((one) => one.asOf?.toISOString() ?? null)}::timestamptz[])
      with ordinality as wanted (ticket_id, message_id, note_id, as_of, place)
    join ticket on ticket.id = wanted.ticket_id
    join customer on customer.id = ticket.customer_id
    left join organization on organization.id = customer.organization_id
    left join lateral (${needsMessage ? messageOf : noMessage}) as message on true
    order by wanted.place`.execute(db)
  return rows
}

const categoryLine = sql`(with recursive line as (
    select id, parent_id from ticket_category where id = ticket.category_id
    union select above.id, above.parent_id from line join ticket_category as above on above.id = line.parent_id
  ) select array_agg(id) from line)`

const messageColumns = sql`id, left(text, ${sql.lit(mostChars)}) as text, from_address, from_name, to_addresses, cc_addresses`
const messageOf = sql`
  (select ${messageColumns} from customer_message where id = wanted.message_id and ticket_id = ticket.id)
  union all
  (select ${messageColumns} from customer_message
    where wanted.message_id is null and ticket_id = ticket.id and ${saidThen} order by id desc limit 1)`
const noMessage = sql`select null::bigint as id, null as text, null as from_address, null as from_name,
  null::jsonb as to_addresses, null::jsonb as cc_addresses where false`

function factsOf(row: Row, one: Wanted, workingNow: ReadonlyMap<number, boolean>): Facts {
  return {
    now: one.at,
    occasion: { ...one.occasion, note: row.note },
    ticket: ticketFactsOf(row),
    categoryLine: row.category_line ?? [],
    message:
      row.message_id === null
        ? null
        : {
            id: row.message_id,
            text: row.message_text ?? '',
            isAutomatic: one.isAutomatic,
            isFirst: row.is_first_message === true,
            sender: [row.from_name, row.from_address].filter((each) => each).join(' '),
            recipients: [...(row.to_addresses ?? []), ...(row.cc_addresses ?? [])].map(({ name, address }) =>
              `${name} ${address}`.trim(),
            ),
            fileNames: row.file_names ?? [],
          },
    customer: {
      id: row.customer_id,
      name: row.customer_name ?? '',
      emails: row.customer_emails ?? [],
      remark: row.customer_remark ?? '',
      language: row.customer_language,
      fields: row.customer_fields ?? {},
    },
    organization:
      row.organization_id === null
        ? null
        : {
            id: row.organization_id,
            name: row.organization_name ?? '',
            domains: row.organization_domains ?? [],
            fields: row.organization_fields ?? {},
          },
    rating:
      one.rating ??
      (row.rating_score === null
        ? null
        : {
            score: row.rating_score,
            isGood: row.is_rated_good === true,
            isLow: row.is_rated_low === true,
          }),
    messageCount: row.message_count ?? 0,
    replyCount: row.reply_count ?? 0,
    isFirstTicket: row.is_first_ticket === true,
    workingNow,
    read: readingOnce(),
  }
}

/** The ticket itself, from its row. */
export function ticketFactsOf(row: TicketColumns): TicketFacts {
  return {
    id: row.id,
    subject: row.subject,
    statusId: row.status_id,
    statusCategory: row.status_category,
    priority: Priority.options[row.priority - 1] ?? 'medium',
    categoryId: row.category_id,
    teamId: row.team_id,
    assigneeId: row.assignee_id,
    inboxId: row.inbox_id,
    source: row.source,
    tags: row.tags,
    fields: row.fields ?? {},
    createdAt: row.created_at,
    lastActivityAt: row.last_activity_at,
    waitingSince: row.waiting_since,
    dueAt: row.due_at,
    frozenUntil: row.frozen_until,
  }
}

/** The texts read last, so many and no longer: what an event leads to is mostly about the same letter. */
const kept = new Map<string, ReadText>()
const mostKept = 64
const mostKeptChars = 20_000

/** Reads each text once, for however many rules and passes ask. */
export function readingOnce(): (text: string) => ReadText {
  const long = new Map<string, ReadText>()
  return (text) => {
    const known = text.length > mostKeptChars ? long : kept
    const found = known.get(text)
    if (found) return found
    const read = readText(text)
    known.set(text, read)
    const [oldest] = kept.keys()
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
    return read
  }
}

/** What several rules need together. */
export function needsOf(conditions: readonly { needs: Needs }[]): Needs {
  return {
    parts: new Set(conditions.flatMap(({ needs }) => [...needs.parts])),
    calendars: new Set(conditions.flatMap(({ needs }) => [...needs.calendars])),
  }
}
