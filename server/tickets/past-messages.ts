import { sql } from 'kysely'
import type { PersonAddress } from '#contract/common.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { indexTicketText } from '#server/platform/search-index.ts'
import type { ReceivedFile } from './attach-files.ts'
import { mustLockLiveTicket } from './live-ticket.ts'
import type { ReceivedMessage } from './receive-message.ts'
import { recountTicket } from './recount-ticket.ts'
import { reindexTicket } from './reindex-ticket.ts'
import { snippetOf } from './ticket.ts'

/** A message of long ago. Nothing follows from it: no event, no job, no notice, no change of a ticket that lives. */
export interface PastMessage extends Pick<
  ReceivedMessage,
  | 'inboxId'
  | 'teamId'
  | 'subject'
  | 'text'
  | 'html'
  | 'quotedText'
  | 'quotedHtml'
  | 'hasRemoteImages'
  | 'from'
  | 'to'
  | 'cc'
  | 'files'
> {
  ticketId: number | null
  /** Null for an answer in a ticket that is there: the customer is known. */
  customerId: number | null
  /** When it was written. */
  at: Date
  /** The desk's own answer, sent long ago; by this agent, where that is known. Null for a customer's message. */
  answeredBy: { agentId: number | null } | null
}

export interface PastPlace {
  ticketId: number
  postId: number
  isNewTicket: boolean
}

/** Puts an old message into its ticket, or into a new one that is closed from the start. */
export async function enterPastMessage(tx: Tx, message: PastMessage): Promise<PastPlace> {
  const isNewTicket = message.ticketId === null
  const ticketId =
    message.ticketId === null
      ? await openClosed(tx, message)
      : (await mustLockLiveTicket(tx, message.ticketId)).id
  const postId = message.answeredBy
    ? await insertReply(tx, ticketId, message, message.answeredBy.agentId)
    : await insertMessage(tx, ticketId, message)
  const words = [message.text, ...message.files.map((file) => file.name)].join('\n')
  const from = `${message.from?.name ?? ''} ${message.from?.address ?? ''}`
  await Promise.all([
    attach(tx, message, postId),
    placeInTime(tx, ticketId, message),
    indexTicketText(tx, {
      ticketId,
      kind: 'public',
      parts: [
        ...(isNewTicket ? [{ weight: 'A' as const, text: message.subject }] : []),
        { weight: 'B', text: from },
        { weight: 'D', text: words },
      ],
    }),
  ])
  return { ticketId, postId, isNewTicket }
}

async function openClosed(
  tx: Tx,
  { subject, customerId, inboxId, teamId, at }: PastMessage,
): Promise<number> {
  const { id } = await tx
    .insertInto('ticket')
    .values({
      subject,
      status_id: sql<number>`(select id from ticket_status where category = 'closed' and is_default)`,
      status_category: 'closed',
      customer_id: mustBeSomebody(customerId),
      team_id: teamId,
      source: 'email',
      inbox_id: inboxId,
      created_at: at,
      updated_at: at,
      last_activity_at: at,
      solved_at: at,
      closed_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

function mustBeSomebody(customerId: number | null): number {
  if (customerId === null) throw new Error('a ticket and a message are of a customer')
  return customerId
}

async function insertMessage(tx: Tx, ticketId: number, message: PastMessage): Promise<number> {
  const { id } = await tx
    .insertInto('customer_message')
    .values({
      ticket_id: ticketId,
      customer_id: mustBeSomebody(message.customerId),
      channel: 'email',
      created_at: message.at,
      sent_at: message.at,
      text: message.text,
      html: message.html,
      quoted_text: message.quotedText,
      quoted_html: message.quotedHtml,
      has_remote_images: message.hasRemoteImages,
      from_address: message.from?.address ?? null,
      from_name: message.from?.name ?? null,
      to_addresses: JSON.stringify(message.to),
      cc_addresses: JSON.stringify(message.cc),
      recorded_by_id: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Its text only: the page shows answers as words of this desk's composer, and these were written elsewhere. */
async function insertReply(
  tx: Tx,
  ticketId: number,
  message: PastMessage,
  agentId: number | null,
): Promise<number> {
  const people = (list: PersonAddress[]): string => JSON.stringify(list)
  const { id } = await tx
    .insertInto('reply')
    .values({
      ticket_id: ticketId,
      agent_id: agentId,
      channel: 'email',
      inbox_id: message.inboxId,
      created_at: message.at,
      text: message.text,
      html: null,
      to_addresses: people(message.to),
      cc_addresses: people(message.cc),
      bcc_addresses: people([]),
      delivery_state: 'sent',
      sent_at: message.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function attach(tx: Tx, message: PastMessage, postId: number): Promise<void> {
  if (message.files.length === 0) return
  const carrier = message.answeredBy ? { reply_id: postId } : { customer_message_id: postId }
  const row = (file: ReceivedFile) => ({
    sha256: file.stored.sha256,
    size_bytes: file.stored.sizeBytes,
    name: file.name,
    mime: file.mime,
    is_inline: file.isInline,
    content_id: file.contentId,
    created_at: message.at,
    ...carrier,
  })
  await tx.insertInto('file').values(message.files.map(row)).execute()
}

/** A ticket that no letter of the desk's own time has touched: nothing of it was ever told. */
const isOfThePast = sql<boolean>`status_category = 'closed' and not exists (select from event where ticket_id = ticket.id)`

/**
 * A ticket of the past spans its messages; one that lives only counts one more. The last post stays what it was, and
 * there is none in a ticket of the past: nobody has to read what was dealt with long ago.
 */
async function placeInTime(tx: Tx, ticketId: number, { at, text }: PastMessage): Promise<void> {
  await sql`
    update ticket set post_count = post_count + 1,
      snippet = case when ${at} >= last_activity_at or post_count = 0 then ${snippetOf(text)} else snippet end
    where id = ${ticketId}`.execute(tx)
  await sql`
    update ticket set created_at = least(created_at, ${at}), last_activity_at = greatest(last_activity_at, ${at}),
      updated_at = greatest(updated_at, ${at}), solved_at = greatest(solved_at, ${at}), closed_at = greatest(closed_at, ${at})
    where id = ${ticketId} and ${isOfThePast}`.execute(tx)
}

/** The same, anew, for tickets of the past that have lost messages. */
async function spanPosts(tx: Tx, ticketIds: readonly number[]): Promise<void> {
  await sql`
    update ticket set created_at = span.first, last_activity_at = span.last, updated_at = span.last,
      solved_at = span.last, closed_at = span.last, last_post_id = 0
    from (select ticket_id, min(created_at) as first, max(created_at) as last from (
        select ticket_id, created_at from customer_message where ticket_id = any(${ticketIds}::bigint[])
        union all select ticket_id, created_at from reply where ticket_id = any(${ticketIds}::bigint[])
      ) as post group by ticket_id) as span
    where ticket.id = span.ticket_id and ${isOfThePast}`.execute(tx)
}

/**
 * Removes messages that were entered so, and the tickets made for them, unless somebody has written or changed
 * something there since, follows them or has begun to answer: those tickets stay whole. All of a ticket's posts have to be given at once. Whoever points at
 * the posts lets go of them in `beforeErasing`. Answers which tickets were kept and which posts are gone.
 */
export async function erasePastMessages(
  tx: Tx,
  posts: readonly PastPlace[],
  beforeErasing: (postIds: number[]) => Promise<void>,
): Promise<{ kept: number[]; erasedPosts: number[] }> {
  const ids = posts.map((post) => post.postId)
  const made = [...new Set(posts.filter((post) => post.isNewTicket).map((post) => post.ticketId))]
  const { rows } = await sql<{ id: number }>`
    select id from ticket where id = any(${made}::bigint[]) and (
      exists (select from event where ticket_id = ticket.id)
      or exists (select from draft where ticket_id = ticket.id)
      or exists (select from ticket_follower where ticket_id = ticket.id)
      or exists (select from note where ticket_id = ticket.id)
      or exists (select from reply where ticket_id = ticket.id and reply.id <> all(${ids}::bigint[]))
      or exists (select from customer_message where ticket_id = ticket.id and customer_message.id <> all(${ids}::bigint[])))`.execute(
    tx,
  )
  const kept = new Set(rows.map((row) => row.id))
  const erased = posts.filter((post) => !kept.has(post.ticketId))
  const gone = erased.map((post) => post.postId)
  const emptied = made.filter((id) => !kept.has(id))
  if (gone.length === 0) return { kept: [...kept], erasedPosts: [] }
  await beforeErasing(gone)
  await sql`delete from file where customer_message_id = any(${gone}::bigint[]) or reply_id = any(${gone}::bigint[])`.execute(
    tx,
  )
  await sql`delete from customer_message where id = any(${gone}::bigint[])`.execute(tx)
  await sql`delete from reply where id = any(${gone}::bigint[])`.execute(tx)
  await sql`delete from ticket where id = any(${emptied}::bigint[])`.execute(tx)
  const others = new Set(erased.filter((post) => !post.isNewTicket).map((post) => post.ticketId))
  for (const ticketId of others) {
    await recountTicket(tx, ticketId)
    await reindexTicket(tx, ticketId)
  }
  await spanPosts(tx, [...others])
  return { kept: [...kept], erasedPosts: gone }
}
