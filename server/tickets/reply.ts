import type { PersonAddress } from '#contract/common.ts'
import type { StatusCategory } from '#contract/desk.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail } from '#server/platform/http/failure.ts'
import { indexTicketText } from '#server/platform/search-index.ts'
import { attachUploads } from './attach-files.ts'
import { composedBody } from './composed-body.ts'
import { finishDraft } from './finish-draft.ts'
import { mustUpdate } from './policy.ts'
import { chosenStatus, defaultStatusId, lockTicket, nextPostId } from './queries.ts'
import { defaultRecipients } from './recipients.ts'
import type { TicketRow } from './tables.ts'
import { categoryAfterReply, snippetOf, statusTimes } from './ticket.ts'

interface ReplyInput {
  html?: string | undefined
  text?: string | undefined
  to?: string[] | undefined
  cc?: string[] | undefined
  bcc?: string[] | undefined
  fileIds: number[]
  seenPostId?: number | undefined
  statusId?: number | undefined
}

/** An agent answers: the reply is queued, the ticket moves on, and the outbox does the rest. Answers the reply's id. */
export async function reply(
  tx: Tx,
  actor: Actor,
  ticketId: number,
  input: ReplyInput,
  now: Date,
): Promise<number> {
  const ticket = await lockTicket(tx, actor, ticketId)
  const body = composedBody(input)
  // What can be asked together, and then written together, costs one round trip each time.
  const [id, recipients, status] = await Promise.all([
    nextPostId(tx),
    chooseRecipients(tx, ticket, input),
    statusAfter(tx, actor, ticket, input.statusId),
    input.seenPostId !== undefined && refuseWhenNewer(tx, ticketId, input.seenPostId),
  ])
  const inserted = tx
    .insertInto('reply')
    .values({
      id,
      ticket_id: ticketId,
      agent_id: actor.agentId,
      channel: 'email',
      inbox_id: ticket.inbox_id,
      created_at: now,
      ...body,
      to_addresses: JSON.stringify(recipients.to),
      cc_addresses: JSON.stringify(recipients.cc),
      bcc_addresses: JSON.stringify(recipients.bcc),
      delivery_state: 'queued',
    })
    .execute()
  // Whoever answers first takes the ticket; handing it over is one click, an ownerless answer is a lost ticket.
  const assigneeId = ticket.assignee_id ?? actor.agentId
  const changes = {
    ...(status.id !== ticket.status_id && { statusId: [ticket.status_id, status.id] }),
    ...(assigneeId !== ticket.assignee_id && { assigneeId: [ticket.assignee_id, assigneeId] }),
  }
  const occurrence = { at: now, actor: { kind: 'agent', id: actor.agentId }, ticketId } as const
  await Promise.all([
    inserted,
    attachUploads(tx, actor.agentId, input.fileIds, { reply_id: id }),
    moveOn(tx, ticket, { postId: id, snippet: snippetOf(body.text), status, assigneeId }, now),
    finishDraft(tx, actor, ticketId, 'reply', id),
    indexTicketText(tx, { ticketId, kind: 'public', parts: [{ weight: 'D', text: body.text }] }),
    recordEvent(tx, { ...occurrence, type: 'reply.created', data: { replyId: id } }),
    Object.keys(changes).length > 0 &&
      recordEvent(tx, { ...occurrence, type: 'ticket.updated', data: { changes } }),
  ])
  return id
}

/** Two people who answer at once send one answer: the ticket is locked, and the second has not seen the first. */
async function refuseWhenNewer(tx: Tx, ticketId: number, seenPostId: number): Promise<void> {
  const newer = await tx
    .selectFrom('reply')
    .select('id')
    .where('ticket_id', '=', ticketId)
    .where('id', '>', seenPostId)
    .unionAll(
      tx
        .selectFrom('customer_message')
        .select('id')
        .where('ticket_id', '=', ticketId)
        .where('id', '>', seenPostId),
    )
    .execute()
  if (newer.length > 0) fail('newer_activity', { detail: { postIds: newer.map((post) => post.id) } })
}

async function chooseRecipients(tx: Tx, ticket: TicketRow, input: ReplyInput) {
  const usual = input.to && input.cc ? { to: [], cc: [] } : await defaultRecipients(tx, ticket)
  const known = new Map([...usual.to, ...usual.cc].map((person) => [person.address, person.name]))
  const named = (addresses: string[]): PersonAddress[] =>
    [...new Set(addresses)].map((address) => ({ address, name: known.get(address) ?? '' }))
  const to = input.to ? named(input.to) : usual.to
  if (to.length === 0) fail('no_recipient')
  const taken = new Set(to.map((person) => person.address))
  const cc = (input.cc ? named(input.cc) : input.to ? [] : usual.cc).filter(
    (person) => !taken.has(person.address),
  )
  return { to, cc, bcc: named(input.bcc ?? []) }
}

interface Moved {
  postId: number
  snippet: string
  status: { id: number; category: StatusCategory }
  assigneeId: number
}

/** The ticket after the reply. */
async function moveOn(tx: Tx, ticket: TicketRow, moved: Moved, now: Date): Promise<void> {
  await tx
    .updateTable('ticket')
    .set({
      snippet: moved.snippet,
      status_id: moved.status.id,
      status_category: moved.status.category,
      ...statusTimes(ticket, moved.status.category, now),
      assignee_id: moved.assigneeId,
      waiting_since: null,
      last_post_id: moved.postId,
      post_count: ticket.post_count + 1,
      last_activity_at: now,
      updated_at: now,
      version: ticket.version + 1,
    })
    .where('id', '=', ticket.id)
    .execute()
}

async function statusAfter(tx: Tx, actor: Actor, ticket: TicketRow, statusId: number | undefined) {
  if (statusId !== undefined && statusId !== ticket.status_id) {
    mustUpdate(actor)
    return chosenStatus(tx, statusId)
  }
  const category = categoryAfterReply(ticket.status_category)
  if (category === ticket.status_category) return { id: ticket.status_id, category }
  return { id: await defaultStatusId(tx, category), category }
}
