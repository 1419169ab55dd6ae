import { sql } from 'kysely'
import * as z from 'zod'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import type { EventTable } from '#server/platform/events/tables.ts'
import type { Platform } from '#server/platform/platform.ts'
import { lockTicketRow } from '#server/tickets/index.ts'
import { bookOf, type ReadyRule, type RuleBook } from '../book.ts'
import { type CategoryOfStatus, causeOf, doneBy, type Happening, hears } from '../evaluate/hear-event.ts'
import type { Wanted } from '../load-facts.ts'
import type { TicketRow } from '../perform/keep-ticket.ts'
import { type Care, carefully } from './carefully.ts'
import { type Heard, runRules } from './run-rules.ts'

/** The task, as events name it. */
export const answerTask = 'rules.answer'

const Payload = z.object({ eventId: z.int(), ticketId: z.int().nullable() })

/** Events older than this have been answered long ago, or never will be: their passes may be forgotten. */
export const forgottenAfterDays = 7

export interface EventRow extends Happening {
  id: number
  at: Date
  actor_kind: EventTable['actor_kind']
}

/**
 * The job `rules.answer`: what the rules do about one event, in one transaction with the row that says it has been
 * answered. Events of one ticket are answered in their order, whichever job comes first: under the ticket's lock, all
 * that nobody has answered yet are, so that a letter's jobs after the first have nothing left to do.
 */
export async function answerEvent(platform: Platform, payload: unknown): Promise<void> {
  const { eventId, ticketId } = Payload.parse(payload)
  if (ticketId === null) return
  const { database, log } = platform
  const { version, isAnswered } = await readVersion(database.db, eventId)
  if (isAnswered) return
  const book = await bookOf(database.db, version, log)
  if (book.byType.size === 0) return
  await carefully((care) =>
    inTransaction(database.db, (tx) => answerTogether(tx, platform, book, { eventId, ticketId, care })),
  )
}

async function readVersion(db: Db, eventId: number): Promise<{ version: number; isAnswered: boolean }> {
  const { rows } = await sql<{ version: number; is_answered: boolean }>`
    select version, exists (select from rule_pass where event_id = ${eventId}) as is_answered from rule_book`.execute(
    db,
  )
  const row = rows[0]
  if (!row) throw new Error('the book of rules is gone')
  return { version: row.version, isAnswered: row.is_answered }
}

async function answerTogether(
  tx: Tx,
  platform: Platform,
  book: RuleBook,
  { eventId, ticketId, care }: { eventId: number; ticketId: number; care: Care },
): Promise<void> {
  const now = platform.clock.now()
  // One round trip. The second statement begins when the first has the lock, and sees what was written before that.
  const [ticket, events] = await Promise.all([
    lockTicketRow(tx, ticketId),
    takeUnanswered(tx, book, { eventId, ticketId }, now),
  ])
  // What was merged into another ticket goes on there.
  if (!ticket || ticket.merged_into_id !== null) return
  let row: TicketRow | null = ticket
  for (const event of events) {
    const heard = await hear(tx, book, event)
    if (heard.length === 0) continue
    row ??= await lockTicketRow(tx, ticketId)
    if (!row) return
    const pass = { ticket: row, eventId: event.id, heard, chain: chainOf(event), care }
    if (await runRules(tx, platform, pass, occasionOf(event, ticketId, now))) row = null
  }
}

/** Says of these events that they are answered, and answers which they are: nobody else gets them again. */
async function takeUnanswered(
  tx: Tx,
  book: RuleBook,
  { eventId, ticketId }: { eventId: number; ticketId: number },
  now: Date,
): Promise<EventRow[]> {
  const first = Math.min(...book.rules.map((rule) => rule.hearsAfterEventId))
  const since = new Date(now.getTime() - forgottenAfterDays * 86_400_000)
  const { rows } = await sql<Omit<EventRow, 'actorKind'>>`
    with unanswered as (
      select id, at, type, actor_kind, data from event
      where ticket_id = ${ticketId} and id > ${first}
        and (id = ${eventId} or (at > ${since} and type = any(${[...book.byType.keys()]}::text[])))
        and not exists (select from rule_pass where event_id = event.id)
    ), taken as (
      insert into rule_pass (event_id, at) select id, ${now} from unanswered on conflict do nothing returning event_id
    )
    select unanswered.* from unanswered join taken on taken.event_id = unanswered.id order by unanswered.id`.execute(
    tx,
  )
  return rows.map((row) => ({ ...row, actorKind: row.actor_kind }))
}

/** The rules that mean this event, in their order. */
async function hear(tx: Tx, book: RuleBook, event: EventRow): Promise<Heard[]> {
  const rules = (book.byType.get(event.type) ?? []).filter((rule) => event.id > rule.hearsAfterEventId)
  if (rules.length === 0) return []
  const categoryOf = rules.some(asksCategories) ? await readCategories(tx) : () => null
  return rules.flatMap((rule) => {
    const trigger = rule.content.triggers.find((each) => hears(each, event, categoryOf))
    return trigger ? [{ rule, trigger: trigger.on }] : []
  })
}

function asksCategories({ content }: ReadyRule): boolean {
  return content.triggers.some(
    (trigger) => trigger.on === 'field_changed' && trigger.field === 'status_category',
  )
}

export async function readCategories(db: Tx): Promise<CategoryOfStatus> {
  const rows = await db.selectFrom('ticket_status').select(['id', 'category']).execute()
  const byId = new Map(rows.map((row) => [row.id, row.category]))
  return (id) => byId.get(id) ?? null
}

function chainOf(event: Happening): readonly number[] {
  return causeOf(event)?.chain ?? []
}

/** What an event is about, so that facts can be loaded for it. */
export function occasionOf(
  event: Happening,
  ticketId: number,
  at: Date,
): Omit<Wanted, 'occasion'> & {
  doneBy: Wanted['occasion']['doneBy']
} {
  const number = (name: string): number | null => {
    const value = event.data[name]
    return typeof value === 'number' ? value : null
  }
  return {
    ticketId,
    messageId: number('customerMessageId'),
    noteId: number('noteId'),
    isAutomatic: event.data['isAutomatic'] === true,
    rating: ratingOf(event),
    doneBy: doneBy(event),
    at,
  }
}

/** What was said then: of a mind that has changed since, too. */
function ratingOf({ type, data }: Happening): Wanted['rating'] {
  const { score, isGood, isLow } = data
  if (type !== 'ticket.rated' || typeof score !== 'number') return null
  return { score, isGood: isGood === true, isLow: isLow === true }
}
