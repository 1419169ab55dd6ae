import type { PersonAddress } from '#contract/common.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail } from '#server/platform/http/failure.ts'
import { announceReply } from './announce-reply.ts'
import { attachUploads } from './attach-files.ts'
import { composedBody } from './composed-body.ts'
import { finishDraft } from './finish-draft.ts'
import { moveOn, statusAfter } from './move-on.ts'
import { lockWorkableTicket, nextPostId } from './queries.ts'
import { defaultRecipients, mustBeExpected } from './recipients.ts'
import { announceWait, movedBy, waitOf, type WaitWishes } from './reply-wait.ts'
import { passGuards } from './reply-guards.ts'
import type { TicketRow } from './tables.ts'
import { tellThaw } from './thaw.ts'
import { snippetOf } from './ticket.ts'

interface ReplyInput extends WaitWishes {
  html?: string | undefined
  text?: string | undefined
  to?: string[] | undefined
  cc?: string[] | undefined
  bcc?: string[] | undefined
  fileIds: number[]
  seenPostId?: number | undefined
  /** The way the writer thinks it goes. */
  channel?: 'email' | 'chat' | undefined
  statusId?: number | undefined
  sendsToBlocked?: boolean | undefined
  expected?: { to: string[]; cc: string[]; bcc: string[] } | undefined
  /**
   * Written in the agent's own mail program: the draft in the workspace is another text and stays. `delivered` when
   * that letter went to the recipients itself, so that the outbox has nothing to do.
   */
  byLetter?: 'to_send' | 'delivered' | undefined
}

/**
 * An agent answers: the reply is queued, the ticket moves on, and the outbox does the rest. Answers the reply's id.
 * A reply that can be undone moves the ticket at once and is told of when it leaves; one for later does both then.
 */
export async function reply(
  tx: Tx,
  actor: Actor,
  ticketId: number,
  input: ReplyInput,
  now: Date,
): Promise<number> {
  const ticket = await lockWorkableTicket(tx, actor, ticketId)
  const isChat = ticket.reply_channel === 'chat'
  if (input.channel !== undefined && (input.channel === 'chat') !== isChat) fail('reply_channel_changed')
  // A picture alone says something in a chat; a letter without a word does not.
  const body = composedBody(input, { mayBeEmpty: isChat && input.fileIds.length > 0 })
  // What is said in a chat is said at once: there is no letter to be called back.
  const wait = waitOf(isChat ? { ...input, undoSeconds: 0 } : input, now)
  // What can be asked together, and then written together, costs one round trip each time.
  const [id, recipients, status] = await Promise.all([
    nextPostId(tx),
    isChat ? { to: [], cc: [], bcc: [] } : chooseRecipients(tx, ticket, input),
    statusAfter(tx, actor, ticket, input.statusId),
    input.seenPostId !== undefined && refuseWhenNewer(tx, ticketId, input.seenPostId),
  ])
  if (!isChat) mustBeExpected(recipients, input.expected)
  const addresses = [...recipients.to, ...recipients.cc, ...recipients.bcc].map((person) => person.address)
  // What an agent sent from a mail program has gone or is on its way: nobody is there to be asked.
  const sendsToBlocked = input.sendsToBlocked ?? input.byLetter !== undefined
  // Whoever answers first takes the ticket; handing it over is one click, an ownerless answer is a lost ticket.
  const assigneeId = ticket.assignee_id ?? actor.agentId
  const left = wait?.kind === 'later' ? { id: ticket.status_id, category: ticket.status_category } : status
  const step = { postId: id, snippet: snippetOf(body.text), status, assigneeId }
  const inserted = tx
    .insertInto('reply')
    .values({
      id,
      ticket_id: ticketId,
      agent_id: actor.agentId,
      channel: ticket.reply_channel ?? 'email',
      inbox_id: ticket.inbox_id,
      ...(isChat && { customer_id: ticket.customer_id }),
      created_at: now,
      ...body,
      to_addresses: JSON.stringify(recipients.to),
      cc_addresses: JSON.stringify(recipients.cc),
      bcc_addresses: JSON.stringify(recipients.bcc),
      ...(input.byLetter === 'delivered'
        ? { delivery_state: 'sent' as const, sent_at: now }
        : { delivery_state: 'queued' as const }),
      ...wait?.columns,
      ...(wait?.kind === 'undo' && { moved: JSON.stringify(movedBy(ticket, step, now)) }),
      after_status_id: input.statusId ?? null,
    })
    .execute()
  const changes = {
    ...(left.id !== ticket.status_id && { statusId: [ticket.status_id, left.id] }),
    ...(assigneeId !== ticket.assignee_id && { assigneeId: [ticket.assignee_id, assigneeId] }),
  }
  const occurrence = { at: now, actor: { kind: 'agent', id: actor.agentId }, ticketId } as const
  await Promise.all([
    passGuards(tx, { inboxId: ticket.inbox_id, addresses, sendsToBlocked }, now),
    inserted,
    attachUploads(tx, actor.agentId, input.fileIds, { reply_id: id }),
    wait?.kind === 'later' ? take(tx, ticket, assigneeId, now) : moveOn(tx, ticket, step, now),
    input.byLetter === undefined && finishDraft(tx, actor, ticketId, 'reply', id),
    ...(wait ? announceWait(tx, occurrence, id, wait) : announceReply(tx, occurrence, id, body.text)),
    // What an undone reply changed has never happened, so it is told of when the reply leaves.
    !wait && tellThaw(tx, ticket, left.category, occurrence, 'status'),
    wait?.kind !== 'undo' &&
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
    .where('delivery_state', '<>', 'cancelled')
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
  const usual = await defaultRecipients(tx, ticket)
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

/** Whoever promises an answer for later has the ticket from now on; nothing else of it changes before its time. */
async function take(tx: Tx, ticket: TicketRow, assigneeId: number, now: Date): Promise<void> {
  await tx
    .updateTable('ticket')
    .set({ assignee_id: assigneeId, updated_at: now, version: ticket.version + 1 })
    .where('id', '=', ticket.id)
    .execute()
}
