import { type RawBuilder, sql } from 'kysely'
import type { OutboxLetter } from '#contract/outbox.ts'
import { anywhere } from '#server/channels/ledger/letter-text.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { type Cursor, cutPage, readCursor } from '#server/platform/paging.ts'
import { seesEveryTicket, visibleTickets } from '#server/tickets/index.ts'
import { presentOutbox } from './present-outbox.ts'
import { type Arm, type OutboxPlace, type OutboxRow, outboxRanks, readOutbox } from './read-outbox.ts'

interface OutboxQuery {
  cursor?: string | undefined
  limit: number
  state?: 'waiting' | 'attention' | 'sent' | 'cancelled' | undefined
  kind?: 'replies' | 'automatic' | 'system' | undefined
  inboxId?: number | undefined
  q?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

/** A page of what leaves the desk, newest first. */
export async function listOutbox(
  db: Db,
  actor: Actor,
  query: OutboxQuery,
): Promise<{ items: OutboxLetter[]; nextCursor: string | null }> {
  const page = { after: readPlace(query.cursor), limit: query.limit + 1 }
  const found =
    (await findAmongNewest(db, actor, query, page)) ?? (await readOutbox(db, armsOf(db, actor, query), page))
  const { rows, nextCursor } = cutPage(found, query.limit, placeOf)
  return { items: rows.map(presentOutbox), nextCursor }
}

/** As in the ledger: a frequent word fills its page here, and the text index is asked for rare ones only. */
const newestFirst = 5_000

async function findAmongNewest(
  db: Db,
  actor: Actor,
  query: OutboxQuery,
  page: { after: OutboxPlace | null; limit: number },
): Promise<OutboxRow[] | null> {
  if (query.q === undefined) return null
  const before = [query.to, page.after?.at].filter((at) => at !== undefined).toSorted()[0]
  const edge = await db
    .selectFrom('outbound_letter')
    .select('created_at')
    .$if(before !== undefined, (letters) => letters.where('created_at', '<=', new Date(before ?? 0)))
    .orderBy('created_at', 'desc')
    .offset(newestFirst)
    .limit(1)
    .executeTakeFirst()
  const from = edge?.created_at.toISOString()
  if (from === undefined || (query.from !== undefined && query.from > from)) return null
  const found = await readOutbox(db, armsOf(db, actor, { ...query, from }, { isFew: true }), page)
  return found.length === page.limit ? found : null
}

const states = {
  waiting: ['queued', 'handing_over', 'scheduled', 'held'],
  attention: ['failed', 'unconfirmed'],
  sent: ['sent'],
  cancelled: ['cancelled'],
}

/** With few letters to look at they are read, and the text index is left alone. */
function armsOf(
  db: Db,
  actor: Actor,
  query: OutboxQuery,
  { isFew } = { isFew: false },
): { letter: Arm | null; reply: Arm | null; system: Arm | null } {
  const { state, kind, inboxId, q } = query
  const wanted = state && states[state]
  const pattern = q === undefined ? null : anywhere(q)
  const number = /^(?:[\p{L}]+-)?(\d{1,15})$/u.exec(q?.trim() ?? '')?.[1] ?? null
  const automatic = kind === 'automatic'
  const letter = [
    ...dates(query, 'outbound_letter'),
    ...ofVisibleTickets(db, actor, 'outbound_letter'),
    ...(wanted ? [sql`outbound_letter.state = any(${wanted}::text[])`] : []),
    // What was sent again asks for nobody's attention any more.
    ...(state === 'attention'
      ? [
          sql`not exists (select from outbound_letter as newer where newer.reply_id = outbound_letter.reply_id
            and newer.id > outbound_letter.id and newer.state <> 'cancelled')`,
        ]
      : []),
    ...(kind ? [sql`reply.is_automatic = ${automatic}`] : []),
    ...(inboxId === undefined ? [] : [sql`outbound_letter.inbox_id = ${inboxId}`]),
    ...(pattern === null
      ? []
      : [
          sql`(${isFew ? sql`outbound_letter.search_text || ''` : sql`outbound_letter.search_text`} like ${pattern} or outbound_letter.ticket_id = ${number}::bigint)`,
        ]),
  ]
  const reply = [
    ...dates(query, 'reply'),
    ...ofVisibleTickets(db, actor, 'reply'),
    ...(wanted ? [sql`reply.delivery_state = any(${wanted}::text[])`] : []),
    ...(kind ? [sql`reply.is_automatic = ${automatic}`] : []),
    ...(inboxId === undefined ? [] : [sql`reply.inbox_id = ${inboxId}`]),
    ...(pattern === null
      ? []
      : [
          sql`(lower(ticket.subject || ' ' || reply.to_addresses::text) like ${pattern} or reply.ticket_id = ${number}::bigint)`,
        ]),
  ]
  const system = [
    ...dates(query, 'system_letter'),
    ...(wanted ? [sql`system_letter.state = any(${wanted}::text[])`] : []),
    ...(pattern === null
      ? []
      : [sql`lower(system_letter.to_address || ' ' || system_letter.message_id) like ${pattern}`]),
  ]
  return {
    letter: kind === 'system' ? null : { where: letter },
    reply: kind === 'system' || state === 'sent' ? null : { where: reply },
    system: (kind && kind !== 'system') || inboxId !== undefined ? null : { where: system },
  }
}

/** What an answer says is seen by whoever sees its ticket; the desk's own letters say nothing of any. */
function ofVisibleTickets(db: Db, actor: Actor, table: 'outbound_letter' | 'reply'): RawBuilder<unknown>[] {
  if (seesEveryTicket(actor)) return []
  const ticket = db
    .selectFrom('ticket')
    .select('ticket.id')
    .where('ticket.id', '=', sql.ref<number>(`${table}.ticket_id`))
    .where(visibleTickets(actor))
  return [sql`exists (${ticket})`]
}

function dates({ from, to }: OutboxQuery, table: string): RawBuilder<unknown>[] {
  const at = sql.ref(`${table}.created_at`)
  return [
    ...(from === undefined ? [] : [sql`${at} >= ${from}::timestamptz`]),
    ...(to === undefined ? [] : [sql`${at} < ${to}::timestamptz`]),
  ]
}

function placeOf(row: OutboxRow): Cursor {
  return { value: `${row.created_at.toISOString()} ${outboxRanks[row.kind]}`, id: row.id }
}

function readPlace(cursor: string | undefined): OutboxPlace | null {
  const place = readCursor(cursor)
  const [at = '', rank = ''] = String(place?.value ?? '').split(' ')
  return place && { at, rank: Number(rank), id: place.id }
}
