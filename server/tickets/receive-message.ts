import { sql } from 'kysely'
import type { PersonAddress } from '#contract/common.ts'
import type { StatusCategory } from '#contract/desk.ts'
import type { Source } from '#contract/tickets.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { indexTicketText } from '#server/platform/search-index.ts'
import { attachReceived, type ReceivedFile } from './attach-files.ts'
import { overtakeReplies } from './hold-replies.ts'
import { isReopenedEnough } from './limit-reopenings.ts'
import { type LiveTicket, mustLockLiveTicket } from './live-ticket.ts'
import { defaultStatusId } from './queries.ts'
import { tellThaw, thawStatus } from './thaw.ts'
import { type Follow, type Reopening, followCustomerMessage, snippetOf, statusTimes } from './ticket.ts'

/** What a channel hands over: one message of one customer, already understood. */
export interface ReceivedMessage {
  /** The ticket it belongs to; null for a new one. */
  ticketId: number | null
  customerId: number
  channel: Source
  inboxId: number | null
  /** Where a new ticket starts. */
  teamId: number | null
  subject: string
  text: string
  html: string | null
  quotedText: string | null
  quotedHtml: string | null
  hasRemoteImages: boolean
  from: PersonAddress | null
  to: PersonAddress[]
  cc: PersonAddress[]
  /** Everybody a reply to this message goes to besides its sender; the desk's own addresses are not among them. */
  replyAll: PersonAddress[]
  sentAt: Date | null
  files: ReceivedFile[]
  /** Written by a machine: it reopens nothing and makes nobody wait. */
  isAutomatic: boolean
  /** What it does to a closed ticket. */
  reopening: Reopening
  /** So often messages may bring a solved or closed ticket back to work within an hour; as often as they like if left out. */
  reopeningsPerHour?: number
}

export interface Received {
  ticketId: number
  customerMessageId: number
  isNewTicket: boolean
  /** What the ticket was before the message brought it back to work; null where it did not. */
  reopenedFrom: StatusCategory | null
  /** It would have, but too many did so within the hour. */
  isHeldBack: boolean
}

/** Puts a customer's message where it belongs: into its ticket, or into a new one. */
export async function receiveMessage(tx: Tx, message: ReceivedMessage, now: Date): Promise<Received> {
  const ticket = message.ticketId === null ? null : await mustLockLiveTicket(tx, message.ticketId)
  const wish = ticket ? followCustomerMessage(ticket, message, now) : null
  const isHeldBack =
    ticket !== null && wish?.kind === 'become' && (await isTooOften(tx, ticket, message, now))
  const follow: Follow | null = isHeldBack ? { kind: 'stay' } : wish
  const isNewTicket = ticket === null || follow?.kind === 'new_ticket'
  const reopenedFrom = follow?.kind === 'become' ? (ticket?.status_category ?? null) : null
  const becomes =
    ticket !== null && follow?.kind === 'become' ? await statusFor(tx, ticket, follow.category) : null
  const placed = isNewTicket
    ? await openTicket(tx, message, now)
    : await addToTicket(tx, ticket.id, message, now)

  if (!isNewTicket) await touchTicket(tx, ticket, placed.postId, message, becomes, now)
  if (message.replyAll.length > 0)
    await rememberParticipants(tx, placed.ticketId, placed.postId, message.replyAll)
  await attachReceived(tx, message.files, placed.postId, now)
  await indexTicketText(tx, {
    ticketId: placed.ticketId,
    kind: 'public',
    parts: searchable(message, isNewTicket),
  })
  const actor = { kind: 'customer', id: message.customerId } as const
  const data = { customerMessageId: placed.postId, isAutomatic: message.isAutomatic }
  if (isNewTicket) {
    const origin = { source: message.channel, ...(ticket && { followsUp: ticket.id }) }
    await recordEvent(tx, {
      type: 'ticket.created',
      at: now,
      actor,
      ticketId: placed.ticketId,
      data: { ...data, ...origin },
    })
  } else {
    if (becomes) {
      const occurrence = { at: now, actor, ticketId: ticket.id }
      await tellThaw(tx, ticket, becomes.category, occurrence, 'customer_wrote')
      const changes = { statusCategory: [ticket.status_category, becomes.category] }
      await recordEvent(tx, {
        type: 'ticket.reopened',
        at: now,
        actor,
        ticketId: ticket.id,
        data: { changes },
      })
    }
    await recordEvent(tx, { type: 'message.received', at: now, actor, ticketId: ticket.id, data })
  }
  return {
    ticketId: placed.ticketId,
    customerMessageId: placed.postId,
    isNewTicket,
    reopenedFrom,
    isHeldBack,
  }
}

/** A paused ticket waits for its customer's answers, however many: only what was done can be opened too often. */
async function isTooOften(
  tx: Tx,
  ticket: LiveTicket,
  { reopeningsPerHour }: ReceivedMessage,
  now: Date,
): Promise<boolean> {
  if (reopeningsPerHour === undefined || ticket.status_category === 'paused') return false
  return isReopenedEnough(tx, ticket.id, reopeningsPerHour, now)
}

interface Placed {
  ticketId: number
  postId: number
}

/** Ticket and first message in one statement: this is the desk's busiest write. */
async function openTicket(tx: Tx, message: ReceivedMessage, now: Date): Promise<Placed> {
  const waitingSince = message.isAutomatic ? null : now
  const { rows } = await sql<Placed>`
    with number as (select nextval('ticket_number_seq') as ticket_id, nextval('post_id_seq') as post_id),
    opened as (
      insert into ticket (id, subject, snippet, status_id, status_category, customer_id, team_id, source, inbox_id,
        last_post_id, post_count, created_at, updated_at, last_activity_at, waiting_since)
      select ticket_id, ${message.subject}, ${snippetOf(message.text)}, ticket_status.id, 'new', ${message.customerId},
        ${message.teamId}, ${message.channel}, ${message.inboxId}, post_id, 1, ${now}, ${now}, ${now}, ${waitingSince}
      from number, ticket_status where ticket_status.category = 'new' and ticket_status.is_default
    )
    insert into customer_message ${messageColumns}
    select post_id, ticket_id, ${messageValues(message, now)} from number
    returning ticket_id as "ticketId", id as "postId"`.execute(tx)
  return onlyRow(rows)
}

async function addToTicket(tx: Tx, ticketId: number, message: ReceivedMessage, now: Date): Promise<Placed> {
  const { rows } = await sql<Placed>`
    insert into customer_message ${messageColumns}
    values (nextval('post_id_seq'), ${ticketId}, ${messageValues(message, now)})
    returning ticket_id as "ticketId", id as "postId"`.execute(tx)
  return onlyRow(rows)
}

const messageColumns = sql`(id, ticket_id, customer_id, channel, created_at, sent_at, text, html, quoted_text, quoted_html,
  has_remote_images, from_address, from_name, to_addresses, cc_addresses)`

function messageValues(message: ReceivedMessage, now: Date) {
  return sql`${message.customerId}::bigint, ${message.channel}::text, ${now}::timestamptz, ${message.sentAt}::timestamptz,
    ${message.text}::text, ${message.html}::text, ${message.quotedText}::text, ${message.quotedHtml}::text,
    ${message.hasRemoteImages}::boolean, ${message.from?.address ?? null}::text, ${message.from?.name ?? null}::text,
    ${JSON.stringify(message.to)}::jsonb, ${JSON.stringify(message.cc)}::jsonb`
}

async function touchTicket(
  tx: Tx,
  ticket: LiveTicket,
  postId: number,
  message: ReceivedMessage,
  becomes: Status | null,
  now: Date,
): Promise<void> {
  const status = becomes && {
    status_id: becomes.id,
    status_category: becomes.category,
    ...statusTimes(ticket, becomes.category, now),
  }
  const touched = await tx
    .updateTable('ticket')
    .set((eb) => ({
      ...status,
      snippet: snippetOf(message.text),
      last_post_id: postId,
      post_count: eb('post_count', '+', 1),
      last_activity_at: now,
      updated_at: now,
      version: eb('version', '+', 1),
      ...(!message.isAutomatic && { waiting_since: ticket.waiting_since ?? now }),
    }))
    .where('id', '=', ticket.id)
    .returning(
      sql<boolean>`exists (select from reply where ticket_id = ticket.id and delivery_state = 'scheduled')`.as(
        'has_scheduled',
      ),
    )
    .executeTakeFirstOrThrow()
  // A machine's letter is no answer: what was to be sent is still right.
  if (touched.has_scheduled && !message.isAutomatic) await overtakeReplies(tx, ticket.id, now)
}

interface Status {
  id: number
  category: StatusCategory
}

/** The status a message brings its ticket back to. A frozen one was only put aside: it is what it was. */
async function statusFor(tx: Tx, ticket: LiveTicket, category: StatusCategory): Promise<Status> {
  if (ticket.frozen_until !== null) return thawStatus(tx, ticket)
  return { id: await defaultStatusId(tx, category), category }
}

/** People the conversation has addressed from now on belong to it. */
export async function rememberParticipants(
  tx: Tx,
  ticketId: number,
  postId: number,
  people: PersonAddress[],
): Promise<void> {
  const byAddress = new Map(people.map((person) => [person.address.toLowerCase(), person.name]))
  await tx
    .insertInto('ticket_participant')
    .values(
      [...byAddress].map(([address, name]) => ({ ticket_id: ticketId, address, name, post_id: postId })),
    )
    .onConflict((conflict) => conflict.columns(['ticket_id', 'address']).doUpdateSet({ post_id: postId }))
    .execute()
}

/** A new ticket is also found by its subject and by whom it came from. */
function searchable(message: ReceivedMessage, isNewTicket: boolean) {
  const words = [message.text, ...message.files.map((file) => file.name)].join('\n')
  const body = { weight: 'D', text: words } as const
  const from = { weight: 'B', text: `${message.from?.name ?? ''} ${message.from?.address ?? ''}` } as const
  return isNewTicket ? [{ weight: 'A', text: message.subject } as const, from, body] : [from, body]
}

function onlyRow<T>(rows: T[]): T {
  const row = rows[0]
  if (row === undefined) throw new Error('the message was not written')
  return row
}
