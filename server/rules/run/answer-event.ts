import { sql } from 'kysely'
import * as z from 'zod'
import type { Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import type { EventTable } from '#server/platform/events/tables.ts'
import type { Platform } from '#server/platform/platform.ts'
import { bookOf, type ReadyRule, type RuleBook } from '../book.ts'
import { type CategoryOfStatus, causeOf, doneBy, type Happening, hears } from '../evaluate/hear-event.ts'
import type { Wanted } from '../load-facts.ts'
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
 * answered. Events of one ticket are answered in their order, whichever job comes first: under the ticket's lock, those
 * before this one that nobody has answered yet go first.
 */
export async function answerEvent(platform: Platform, payload: unknown): Promise<void> {
  const { eventId, ticketId } = Payload.parse(payload)
  if (ticketId === null) return
  const { database, log, clock } = platform
  const { version } = await database.db.selectFrom('rule_book').select('version').executeTakeFirstOrThrow()
  const book = await bookOf(database.db, version, log)
  if (book.byType.size === 0) return
  await inTransaction(database.db, async (tx) => {
    const ticket = await tx
      .selectFrom('ticket')
      .select('merged_into_id')
      .where('id', '=', ticketId)
      .forUpdate()
      .executeTakeFirst()
    // What was merged into another ticket goes on there.
    if (!ticket || ticket.merged_into_id !== null) return
    const now = clock.now()
    for (const event of await takeUnanswered(tx, book, { eventId, ticketId }, now)) {
      const heard = await hear(tx, book, event)
      if (heard.length === 0) continue
      await runRules(
        tx,
        platform,
        { ticketId, eventId: event.id, heard, chain: chainOf(event) },
        occasionOf(event, ticketId, now),
      )
    }
  })
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
      where ticket_id = ${ticketId} and id <= ${eventId} and id > ${first}
        and (id = ${eventId} or (at > ${since} and type = any(${[...book.byType.keys()]}::text[])))
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
    doneBy: doneBy(event),
    at,
  }
}
