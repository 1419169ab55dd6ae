import { type RawBuilder, sql } from 'kysely'
import type { PersonAddress } from '#contract/common.ts'
import type { FeedItem, FileRef, IfCustomerWrites, Source } from '#contract/tickets.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { type Cursor, cutPage, readCursor } from '#server/platform/paging.ts'
import { cutRouted } from './cut-routed.ts'
import { mustSee } from './queries.ts'
import { type Origin, originsOf } from './origins-of.ts'
import { presentFile, presentPost } from './present.ts'
import type { DeliveryState } from './tables.ts'

/** Events that only restate what a message of the feed shows by itself. */
const silentEvents = [
  'message.received',
  'reply.created',
  'reply.waiting',
  'reply.cancelled',
  'reply.queued',
  'reply.sent',
  'reply.failed',
  'reply.unconfirmed',
  'note.added',
]

/** One row of the union; a column means what its name says for the kinds that have it. */
export interface PostRow {
  kind: FeedItem['kind']
  id: number
  at: Date
  agent_id: number | null
  agent_name: string | null
  customer_id: number | null
  customer_name: string | null
  text: string | null
  html: string | null
  quoted_text: string | null
  quoted_html: string | null
  /** Remote images in a customer's message; automatic for a reply. */
  is_flagged: boolean | null
  channel: Source | null
  from_address: string | null
  from_name: string | null
  to_addresses: PersonAddress[] | null
  cc_addresses: PersonAddress[] | null
  bcc_addresses: PersonAddress[] | null
  delivery_state: DeliveryState | null
  /** Delivery error of a reply, origin of a note, what is wrong with a message's sender. */
  reason: string | null
  /** What the other server said of a reply; the type of an event. */
  detail: string | null
  sent_at: Date | null
  mentioned_ids: number[] | null
  /** What an event says; how a reply waits. */
  data: Record<string, unknown> | Waiting | null
}

/** With its instant in microseconds, as the database keeps it, and its place within that instant. */
interface FeedRow extends PostRow {
  at_us: number
  place: number
  /** Of the ticket: another has gone into it. */
  has_absorbed: boolean
}

/** A reply that waits, or did, as its row says it in JSON. */
export interface Waiting {
  sendAt: string
  releasedAt: string | null
  ifCustomerWrites: IfCustomerWrites | null
}

interface Page {
  cursor?: string | undefined
  limit: number
}

/**
 * The conversation: the newest page first, each page in order of time. Ids say nothing about that order: old mail
 * that was imported has younger ids than newer letters. So a page begins before an instant, and within an instant
 * before a post or an event.
 */
export async function getFeed(
  db: Db,
  actor: Actor,
  ticketId: number,
  page: Page,
): Promise<{ items: FeedItem[]; nextCursor: string | null }> {
  await mustSee(db, actor, ticketId)
  const before = placeOf(readCursor(page.cursor))
  const rows = await readRows(db, ticketId, actor.permissions.has('note.read'), before, page.limit + 1)
  const { rows: cut, nextCursor } = cutPage(rows, page.limit, (row) => ({
    value: row.at_us,
    id: row.place,
  }))
  const shown = await asReadBy(db, actor, cut)
  const files = await filesOf(db, shown)
  const origins = shown[0]?.has_absorbed
    ? await originsOf(
        db,
        ticketId,
        shown.flatMap((row) => (row.kind === 'event' ? [] : [row.id])),
      )
    : new Map<number, Origin>()
  const items = shown
    .toReversed()
    .map((row) =>
      presentPost(
        row,
        files.get(`${row.kind} ${row.id}`) ?? [],
        row.kind === 'event' ? undefined : origins.get(row.id),
      ),
    )
  return { items, nextCursor }
}

async function asReadBy(db: Db, actor: Actor, rows: readonly FeedRow[]): Promise<FeedRow[]> {
  const routed = rows.filter((row) => row.kind === 'event' && row.detail === 'ticket.routed')
  const decisions = await cutRouted(
    db,
    actor,
    routed.map((row) => ({ ...row.data })),
  )
  const cut = new Map(routed.map((row, at) => [row, decisions[at]]))
  return rows.map((row) => ({ ...row, data: cut.get(row) ?? row.data }))
}

interface Place {
  atUs: number
  isEvent: boolean
  id: number
}

/**
 * Posts share one sequence and events have theirs, so an event stands in a cursor by its id below zero. The event a
 * conversation begins with is the one at zero: before every post.
 */
function placeOf(cursor: Cursor | null): Place | null {
  if (cursor === null) return null
  if (typeof cursor.value !== 'number') fail('invalid_cursor')
  return { atUs: cursor.value, isEvent: cursor.id < 0, id: Math.abs(cursor.id) }
}

export const messages = sql`select 'customer_message' as kind, customer_message.id, created_at as at,
  recorded_by_id as agent_id, (select name from agent where id = recorded_by_id) as agent_name,
  customer_id, (select name from customer where id = customer_id) as customer_name,
  text, html, quoted_text, quoted_html, has_remote_images as is_flagged, channel, from_address, from_name,
  to_addresses, cc_addresses, null::jsonb as bcc_addresses, null as delivery_state, sender_warning as reason, null as detail, sent_at,
  null::bigint[] as mentioned_ids, protection as data
  from customer_message`

export const replies = sql`select 'reply' as kind, reply.id, created_at as at,
  agent_id, (select name from agent where id = agent_id) as agent_name, null::bigint as customer_id, null as customer_name,
  text, html, null as quoted_text, null as quoted_html, is_automatic as is_flagged, channel, null as from_address,
  null as from_name, to_addresses, cc_addresses, bcc_addresses, delivery_state, delivery_error as reason,
  delivery_detail as detail, sent_at, null::bigint[] as mentioned_ids,
  case when send_at is not null then jsonb_build_object(
    'sendAt', send_at, 'releasedAt', released_at, 'ifCustomerWrites', if_customer_writes) end as data
  from reply`

export const notes = sql`select 'note' as kind, note.id, created_at as at,
  agent_id, (select name from agent where id = agent_id) as agent_name, null::bigint as customer_id, null as customer_name,
  text, html, null as quoted_text, null as quoted_html, null::boolean as is_flagged, null as channel, from_address,
  null as from_name, null::jsonb as to_addresses, null::jsonb as cc_addresses, null::jsonb as bcc_addresses,
  null as delivery_state, reason, null as detail, null::timestamptz as sent_at, mentioned_ids,
  null::jsonb as data
  from note`

const events = sql`select 'event' as kind, event.id, at,
  case actor_kind when 'agent' then actor_id end as agent_id,
  (select name from agent where actor_kind = 'agent' and id = actor_id) as agent_name,
  case actor_kind when 'customer' then actor_id end as customer_id,
  (select name from customer where actor_kind = 'customer' and id = actor_id) as customer_name,
  null as text, null as html, null as quoted_text, null as quoted_html, null::boolean as is_flagged, null as channel,
  null as from_address, null as from_name, null::jsonb as to_addresses, null::jsonb as cc_addresses,
  null::jsonb as bcc_addresses, null as delivery_state, null as reason, type as detail, null::timestamptz as sent_at,
  null::bigint[] as mentioned_ids, data
  from event`

/** A ticket that somebody created before anything was written: that is told first, not after its first letter. */
const isBeginning = (type: 'type' | 'detail') =>
  sql`(${sql.ref(type)} = 'ticket.created' and not data ? 'customerMessageId')`

/** Below the place; within one instant events stand above posts. */
function below(
  place: Place | null,
  at: RawBuilder<unknown>,
  isEvent: RawBuilder<unknown>,
  id: RawBuilder<unknown>,
) {
  if (place === null) return sql`true`
  const instant = sql`(timestamptz 'epoch' + ${place.atUs} * interval '1 microsecond')`
  return sql`(${at}, ${isEvent}, ${id}) < (${instant}, ${place.isEvent}::boolean, ${place.id}::bigint)`
}

async function readRows(
  db: Db,
  ticketId: number,
  mayReadNotes: boolean,
  before: Place | null,
  limit: number,
) {
  const post = (table: string) => below(before, sql`created_at`, sql`false`, sql.ref(`${table}.id`))
  const last = sql`order by created_at desc, id desc limit ${limit}`
  const event = below(
    before,
    sql`at`,
    sql`not ${isBeginning('type')}`,
    sql`case when ${isBeginning('type')} then 0 else event.id end`,
  )
  const { rows } = await sql<FeedRow>`select *, (extract(epoch from at) * 1000000)::bigint as at_us,
      exists (select from ticket_merge where target_id = ${ticketId}) as has_absorbed from (
    select *, case when kind <> 'event' then id when ${isBeginning('detail')} then 0 else -id end as place from (
    (${messages} where ticket_id = ${ticketId} and ${post('customer_message')} ${last})
    union all
    (${replies} where ticket_id = ${ticketId} and ${post('reply')} ${last})
    union all
    (${notes} where ticket_id = ${ticketId} and ${mayReadNotes} and ${post('note')} ${last})
    union all
    (${events} where ticket_id = ${ticketId} and ${event}
      and type <> all (${silentEvents}) order by at desc, id desc limit ${limit})
    ) as item) as feed order by at desc, place < 0 desc, abs(place) desc
    limit ${limit}`.execute(db)
  return rows
}

export async function filesOf(db: Db, rows: PostRow[]): Promise<Map<string, FileRef[]>> {
  const ids = (kind: PostRow['kind']) => rows.filter((row) => row.kind === kind).map((row) => row.id)
  const files = new Map<string, FileRef[]>()
  const [fromMessages, fromReplies, fromNotes] = [ids('customer_message'), ids('reply'), ids('note')]
  if (fromMessages.length + fromReplies.length + fromNotes.length === 0) return files
  const found = await db
    .selectFrom('file')
    .select([
      'id',
      'name',
      'mime',
      'size_bytes',
      'is_inline',
      'content_id',
      'customer_message_id',
      'reply_id',
      'note_id',
    ])
    .where(
      sql<boolean>`(customer_message_id = any(${fromMessages}::bigint[]) or reply_id = any(${fromReplies}::bigint[])
        or note_id = any(${fromNotes}::bigint[]))`,
    )
    .orderBy('id')
    .execute()
  for (const file of found) {
    const key = file.reply_id
      ? `reply ${file.reply_id}`
      : file.note_id
        ? `note ${file.note_id}`
        : `customer_message ${file.customer_message_id}`
    files.set(key, [...(files.get(key) ?? []), presentFile(file)])
  }
  return files
}
