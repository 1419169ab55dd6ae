import type { Priority } from '#contract/desk.ts'
import { findOrCreateCustomer, normaliseEmail, normalisePhone } from '#server/customers/index.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { indexTicketText } from '#server/platform/search-index.ts'
import { attachUploads } from './attach-files.ts'
import { wouldSee } from './policy.ts'
import { chosenStatus, defaultStatusId, nextPostId } from './queries.ts'
import { addTags, checkReferences } from './references.ts'
import { reply } from './reply.ts'
import { mustBeSolvable } from './solve-guards.ts'
import { priorityToNumber, snippetOf, statusTimes } from './ticket.ts'

interface NewTicket {
  subject: string
  source: 'phone' | 'visit' | 'api' | 'email'
  customer: { id: number } | { name: string; email?: string | undefined; phone?: string | undefined }
  text: string
  letter?: { inboxId: number | null; undoSeconds: number; sendsToBlocked: boolean } | undefined
  priority: Priority
  statusId?: number | undefined
  categoryId: number | null
  teamId: number | null
  assigneeId: number | null
  tags: string[]
  fileIds: number[]
}

/**
 * Writes a ticket down for a customer: a call, a visit, a request by API; or begins a conversation, whose first words
 * go to the customer as a letter. Answers its id.
 */
export async function createTicket(tx: Tx, actor: Actor, input: NewTicket, now: Date): Promise<number> {
  if (input.letter && !actor.permissions.has('ticket.reply')) fail('not_allowed')
  await checkReferences(tx, input)
  // Whoever sees only their teams' tickets must not write one that vanishes before their eyes.
  if (!wouldSee(actor, { team_id: input.teamId, assignee_id: input.assigneeId })) fail('not_allowed')
  const tags = [...new Set(input.tags)].toSorted()
  // What need not wait for each other shares a round trip.
  const [customerId, status, messageId] = await Promise.all([
    customerOf(tx, input.customer, now),
    input.statusId === undefined ? newStatus(tx) : chosenStatus(tx, input.statusId),
    input.letter ? null : nextPostId(tx),
  ])
  await addTags(tx, tags, now)
  const isWaiting = status.category === 'new' || status.category === 'open'
  const ticket = await tx
    .insertInto('ticket')
    .values({
      subject: input.subject,
      // A letter's words come with the letter: taken back, nobody has been told them.
      snippet: input.letter ? '' : snippetOf(input.text),
      status_id: status.id,
      status_category: status.category,
      priority: priorityToNumber(input.priority),
      category_id: input.categoryId,
      customer_id: customerId,
      team_id: input.teamId,
      assignee_id: input.assigneeId,
      source: input.letter ? 'email' : input.source,
      inbox_id: input.letter?.inboxId ?? null,
      tags,
      post_count: input.letter ? 0 : 1,
      last_post_id: messageId ?? 0,
      created_at: now,
      updated_at: now,
      last_activity_at: now,
      waiting_since: isWaiting && !input.letter ? now : null,
      ...statusTimes({ solved_at: null, closed_at: null }, status.category, now),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
    .catch(refuseUnknownInbox)
  // Nothing is filled in yet: one that needs something is solved afterwards, like any other.
  if (status.category === 'solved') await mustBeSolvable(tx, { id: ticket.id, fields: null })
  await Promise.all([
    messageId !== null &&
      writeDown(tx, actor, input, { id: messageId, ticketId: ticket.id, customerId }, now),
    searchable(tx, input, customerId).then((parts) =>
      indexTicketText(tx, { ticketId: ticket.id, kind: 'public', parts }),
    ),
    recordEvent(tx, {
      type: 'ticket.created',
      at: now,
      actor: { kind: 'agent', id: actor.agentId },
      ticketId: ticket.id,
      data: {
        ...(messageId !== null && { customerMessageId: messageId }),
        isAutomatic: false,
        source: input.letter ? 'email' : input.source,
      },
    }),
  ])
  if (input.letter) {
    const { text, fileIds } = input
    const { undoSeconds, sendsToBlocked } = input.letter
    await reply(tx, actor, ticket.id, { text, fileIds, undoSeconds, sendsToBlocked }, now)
  }
  return ticket.id
}

/** Everything else was looked up before: what the ticket names and the database does not know is the inbox. */
function refuseUnknownInbox(error: unknown): never {
  if (error instanceof Error && 'code' in error && error.code === '23503') fail('unknown_reference')
  throw error
}

async function newStatus(tx: Tx) {
  return { id: await defaultStatusId(tx, 'new'), category: 'new' as const }
}

/** What the customer said, in the agent's words. */
async function writeDown(
  tx: Tx,
  actor: Actor,
  input: NewTicket,
  { id, ticketId, customerId }: { id: number; ticketId: number; customerId: number },
  now: Date,
): Promise<void> {
  const message = tx
    .insertInto('customer_message')
    .values({
      id,
      ticket_id: ticketId,
      customer_id: customerId,
      channel: input.source,
      created_at: now,
      text: input.text,
      recorded_by_id: actor.agentId,
    })
    .execute()
  await Promise.all([message, attachUploads(tx, actor.agentId, input.fileIds, { customer_message_id: id })])
}

async function customerOf(tx: Tx, customer: NewTicket['customer'], now: Date): Promise<number> {
  if ('id' in customer) {
    const row = await tx.selectFrom('customer').select('id').where('id', '=', customer.id).executeTakeFirst()
    return found(row, 'unknown_reference').id
  }
  const { name } = customer
  if (customer.email !== undefined) {
    return findOrCreateCustomer(tx, { kind: 'email', value: normaliseEmail(customer.email), name }, now)
  }
  const phone = normalisePhone(customer.phone ?? '')
  if (phone === null)
    fail('invalid_input', { fields: [{ path: 'body.customer', message: 'email or phone' }] })
  return findOrCreateCustomer(tx, { kind: 'phone', value: phone, name }, now)
}

/** A ticket is found by its subject, its first words, and everything its customer is called. */
async function searchable(tx: Tx, input: NewTicket, customerId: number) {
  const rows = await tx
    .selectFrom('customer')
    .leftJoin('customer_address', 'customer_address.customer_id', 'customer.id')
    .select(['customer.name', 'customer_address.value'])
    .where('customer.id', '=', customerId)
    .execute()
  const names = new Set(rows.flatMap((row) => [row.name, row.value ?? '']))
  return [
    { weight: 'A', text: input.subject } as const,
    { weight: 'B', text: [...names].join(' ') } as const,
    // A letter's words are indexed with the letter.
    ...(input.letter ? [] : [{ weight: 'D', text: input.text } as const]),
  ]
}
