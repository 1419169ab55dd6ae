import { expect, test } from 'vitest'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { emailDesk } from '../email-desk.ts'
import { createBodyMarker, createMessageId, createReplyAddress } from './thread-token.ts'

/** The rules of email.md 2.1–2.3, 2.6, 2.12 and 2.13 about where a letter belongs, each by name. */
const desk = await mailDesk()
const { db, receive, inbox } = desk
const key = emailDesk(desk.platform).tokenKey

type Wishes = NonNullable<Parameters<typeof buildLetter>[0]>
interface Conversation {
  id: number
  customer: string
  /** The customer's first letter. */
  first: string
  address: string
  marker: string
  /** A Message-ID of ours in this ticket. */
  ours: string
}

let count = 0
async function conversation(wishes: Wishes = {}, to?: string): Promise<Conversation> {
  const customer = `customer-${++count}@client.example`
  const first = `first-${count}@client.example`
  const row = await receive(buildLetter({ from: customer, messageId: first, ...wishes }), to)
  return known(row.ticket_id ?? 0, customer, first)
}
function known(id: number, customer: string, first: string): Conversation {
  return {
    id,
    customer,
    first,
    address: createReplyAddress(key, inbox.address, id),
    marker: createBodyMarker(key, id),
    ours: createMessageId(key, { ticketId: id, partId: 7, domain: 'desk.example' }),
  }
}
const stranger = () => `stranger-${++count}@elsewhere.example`
const answering = (id: string) => ({ headers: { 'In-Reply-To': `<${id}>` } })
const ticketRow = (id: number) =>
  db.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

interface Case {
  name: string
  letter: (ticket: Conversation) => Wishes
  to?: (ticket: Conversation) => string
  /** The rule that finds the ticket, or the reason for a new one. */
  expected: string
  lands: boolean
}

const cases: Case[] = [
  {
    name: 'the plus-address finds it from anybody, also when only the envelope has it',
    letter: () => ({ from: stranger() }),
    to: (ticket) => ticket.address,
    expected: 'reply_address',
    lands: true,
  },
  {
    name: 'the plus-address in Cc',
    letter: (ticket) => ({ from: stranger(), headers: { Cc: ticket.address } }),
    expected: 'reply_address',
    lands: true,
  },
  ...['Delivered-To', 'X-Original-To', 'Envelope-To'].map((header): Case => ({
    name: `the plus-address in ${header} only`,
    letter: (ticket) => ({ from: stranger(), headers: { [header]: ticket.address } }),
    expected: 'reply_address',
    lands: true,
  })),
  {
    name: 'our own Message-ID with its key, from a new address of the customer',
    letter: (ticket) => ({ from: stranger(), ...answering(ticket.ours) }),
    expected: 'own_message_id',
    lands: true,
  },
  {
    name: 'our own Message-ID in References alone, another domain put in by a relay',
    letter: (ticket) => ({
      from: stranger(),
      headers: { References: `<x@y.example> <${ticket.ours.replace('desk.example', 'relay.example')}>` },
    }),
    expected: 'own_message_id',
    lands: true,
  },
  {
    name: 'our own Message-ID without the right key',
    letter: (ticket) => ({
      from: stranger(),
      ...answering(ticket.ours.replace(/\.[a-z2-7]{16}@/, '.aaaaaaaaaaaaaaaa@')),
    }),
    expected: 'no_thread',
    lands: false,
  },
  {
    name: 'In-Reply-To alone',
    letter: (ticket) => ({ from: ticket.customer, ...answering(ticket.first) }),
    expected: 'in_reply_to',
    lands: true,
  },
  {
    name: 'References alone',
    letter: (ticket) => ({
      from: ticket.customer,
      headers: { References: `<x@y.example> <${ticket.first}>` },
    }),
    expected: 'references',
    lands: true,
  },
  {
    name: 'a stranger who knows the customer’s Message-ID',
    letter: (ticket) => ({ from: stranger(), ...answering(ticket.first) }),
    expected: 'stranger_named_ticket',
    lands: false,
  },
  {
    name: 'Message-ID rewritten by the provider, the marker still in the quote',
    letter: (ticket) => ({
      from: stranger(),
      text: `Yes\n\n> Our answer\n> ${ticket.marker}`,
      ...answering('rewritten@mail.example'),
    }),
    expected: 'body_marker',
    lands: true,
  },
  {
    name: 'a marker somebody made up',
    letter: (ticket) => ({ from: stranger(), text: `otk-${ticket.id}-aaaaaaaaaaaaaaaa` }),
    expected: 'no_thread',
    lands: false,
  },
  {
    name: 'the subject’s number from the customer',
    letter: (ticket) => ({ from: ticket.customer, subject: `Re: [HD-${ticket.id}] printer` }),
    expected: 'subject_tag',
    lands: true,
  },
  {
    name: 'the subject’s number from a stranger (zammad #5064, #2444)',
    letter: (ticket) => ({ from: stranger(), subject: `Re: [HD-${ticket.id}] printer` }),
    expected: 'stranger_named_ticket',
    lands: false,
  },
  {
    name: 'Thread-Index alone is nobody’s sign',
    letter: (ticket) => ({ from: ticket.customer, headers: { 'Thread-Index': 'AdH0' } }),
    expected: 'no_thread',
    lands: false,
  },
  {
    name: 'a forward that carries the ticket’s headers (zammad #4965, FreeScout #4515)',
    letter: (ticket) => ({ from: ticket.customer, subject: 'WG: printer', ...answering(ticket.first) }),
    expected: 'no_thread',
    lands: false,
  },
  {
    name: 'a forward into the ticket’s own address',
    letter: (ticket) => ({ from: ticket.customer, subject: 'Пересл.: printer', to: ticket.address }),
    expected: 'reply_address',
    lands: true,
  },
]

for (const { name, letter, to, expected, lands } of cases) {
  test(name, async () => {
    const ticket = await conversation()
    const row = await receive(buildLetter(letter(ticket)), to?.(ticket))
    expect([row.reason, row.ticket_id === ticket.id]).toEqual([expected, lands])
    const detail = row.detail as { thread?: object; refused?: object }
    if (lands) expect(detail.thread).toMatchObject({ rule: expected, ticketId: ticket.id })
    if (expected === 'stranger_named_ticket') expect(detail.refused).toMatchObject({ ticketId: ticket.id })
  })
}

test('the ledger can say which of our replies a letter names, and where', async () => {
  const ticket = await conversation()
  const reply = await desk.answer(ticket.id, {})
  const out = await db
    .selectFrom('outbound_letter')
    .select('message_id')
    .where('reply_id', '=', reply.id)
    .executeTakeFirstOrThrow()
  const row = await receive(buildLetter({ from: ticket.customer, ...answering(out.message_id) }))
  const evidence = { header: 'in-reply-to', messageId: out.message_id, replyId: reply.id }
  expect(row.detail).toMatchObject({ thread: { rule: 'own_message_id', ...evidence } })
  const again = await receive(buildLetter({ from: ticket.customer, ...answering(ticket.first) }))
  expect(again.detail).toMatchObject({ thread: { rule: 'in_reply_to', letterId: expect.any(Number) } })
})

test('whoever was written to belongs: in copy of the customer, or added by an agent; nobody becomes the customer by it', async () => {
  const ticket = await conversation({ headers: { Cc: 'copy@client.example' } })
  const { customer_id: owner } = await ticketRow(ticket.id)
  await desk.answer(ticket.id, { to: [ticket.customer], cc: ['added@partner.example'] })
  for (const from of ['copy@client.example', 'added@partner.example'])
    expect(await receive(buildLetter({ from, ...answering(ticket.first) }))).toMatchObject({
      reason: 'in_reply_to',
      ticket_id: ticket.id,
    })
  expect((await ticketRow(ticket.id)).customer_id).toBe(owner)
})

test('a colleague of the customer’s organization may go on with a letter, but not by a number alone', async () => {
  await db
    .insertInto('organization')
    .values({ name: 'Client', domains: ['organized.example'], created_at: new Date() })
    .execute()
  const ticket = await conversation({ from: 'boss@organized.example' })
  const from = 'colleague@organized.example'
  const byNumber = await receive(buildLetter({ from, subject: `[HD-${ticket.id}]` }))
  expect(byNumber.reason).toBe('stranger_named_ticket')
  expect((await receive(buildLetter({ from, ...answering(ticket.first) }))).ticket_id).toBe(ticket.id)
})

test('an unknown common ancestor joins two who both belong, and nobody else (zammad #5716)', async () => {
  const headers = { References: '<talk@outside.example> <unseen@outside.example>' }
  const ticket = await conversation({ headers: { ...headers, Cc: 'second@client.example' } })
  const second = await receive(
    buildLetter({ from: 'second@client.example', headers: { 'In-Reply-To': '<talk@outside.example>' } }),
  )
  expect(second).toMatchObject({ reason: 'common_ancestor', ticket_id: ticket.id })
  const other = await receive(buildLetter({ from: stranger(), headers }))
  expect(other).toMatchObject({ state: 'new_ticket', reason: 'stranger_named_ticket' })
  expect(other.ticket_id).not.toBe(ticket.id)
})

test('merged: the target gets it, also from whoever belonged to the merged one only; closed: a new one follows', async () => {
  const target = await conversation()
  const merged = await conversation()
  await db.updateTable('ticket').set({ merged_into_id: target.id }).where('id', '=', merged.id).execute()
  const late = { from: merged.customer, subject: `[HD-${merged.id}] late` }
  expect(await receive(buildLetter(late))).toMatchObject({ reason: 'subject_tag', ticket_id: target.id })
  await db.updateTable('ticket').set({ status_category: 'closed' }).where('id', '=', target.id).execute()
  const followUp = await receive(buildLetter({ from: merged.customer, ...answering(merged.first) }))
  expect(followUp).toMatchObject({ state: 'new_ticket', reason: 'closed_ticket' })
  expect(followUp.detail).toMatchObject({ closedTicketId: merged.id, rule: 'in_reply_to' })
})

test('a conversation begun by an agent threads like any other (chatwoot #3868, #10791)', async () => {
  const created = await desk.ask({
    method: 'POST',
    path: '/tickets',
    as: desk.as,
    body: {
      subject: 'Your order',
      customer: { email: 'ordered@client.example', name: 'Customer' },
      text: 'We have to tell them',
    },
  })
  const id = created.body.id as number
  await desk.answer(id, { text: 'It has left', to: ['ordered@client.example'] })
  const out = await db
    .selectFrom('outbound_letter')
    .select('message_id')
    .where('ticket_id', '=', id)
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  const row = await receive(buildLetter({ from: 'ordered@client.example', ...answering(out.message_id) }))
  expect(row).toMatchObject({ reason: 'own_message_id', ticket_id: id })
})

test('what a list has kept of the writer is the writer, and opens no ticket of theirs', async () => {
  const ticket = await conversation()
  const list = {
    from: `'Customer' via Friends <friends@lists.example>`,
    headers: { 'List-Id': '<friends.lists.example>', 'X-Original-From': `Customer <${ticket.customer}>` },
  }
  const row = await receive(buildLetter({ ...list, subject: `[HD-${ticket.id}] via the list` }))
  expect(row).toMatchObject({ state: 'new_ticket', reason: 'stranger_named_ticket' })
  expect((await ticketRow(row.ticket_id ?? 0)).customer_id).toBe((await ticketRow(ticket.id)).customer_id)
  expect(row.detail).toMatchObject({ senderFrom: 'x_original_from' })
  // Without a list it is a claim like any other.
  const claimed = await receive(
    buildLetter({ from: stranger(), headers: { 'X-Original-From': ticket.customer } }),
  )
  expect((await ticketRow(claimed.ticket_id ?? 0)).customer_id).not.toBe(
    (await ticketRow(ticket.id)).customer_id,
  )
})

test('From of our own mailbox is no customer, except where a group of ours stands for its writer', async () => {
  expect((await receive(buildLetter({ from: 'support@desk.example' }))).reason).toBe('own_address')
  const headers = { 'List-Id': '<support.desk.example>', 'X-Original-Sender': 'grouped@client.example' }
  const row = await receive(buildLetter({ from: 'Grouped via Support <support@desk.example>', headers }))
  expect(row.state).toBe('new_ticket')
  const message = await db
    .selectFrom('customer_message')
    .select(['from_address', 'from_name'])
    .where('id', '=', row.customer_message_id)
    .executeTakeFirstOrThrow()
  expect(message).toEqual({ from_address: 'grouped@client.example', from_name: 'Grouped' })
})

test('Reply-To names the customer only where the inbox says so; "<>" and "x@unknown" never do', async () => {
  const forms = await buildInbox(desk.platform, { address: 'forms@desk.example' })
  const from = 'robot@shop.example'
  const writer = async (headers: Record<string, string>, to: string) => {
    const row = await receive(buildLetter({ from, headers }), to)
    const message = await db
      .selectFrom('customer_message')
      .select('from_address')
      .where('id', '=', row.customer_message_id)
      .executeTakeFirstOrThrow()
    return message.from_address
  }
  const named = { 'Reply-To': 'Visitor <visitor@client.example>' }
  expect(await writer(named, forms.address)).toBe(from)
  await desk.ask({
    method: 'PATCH',
    path: `/inboxes/${forms.id}`,
    as: desk.as,
    body: { version: 1, authentication: { authservIds: [], arcSealers: [], trustsReplyTo: true } },
  })
  await emailDesk(desk.platform).directory.all()
  await expect.poll(() => writer(named, forms.address)).toBe('visitor@client.example')
  expect(await writer(named, inbox.address)).toBe(from)
  for (const answer of ['<>', 'x@unknown', 'support@desk.example'])
    expect(await writer({ 'Reply-To': answer }, forms.address)).toBe(from)
})

test('a deleted ticket does not come back with the next look into the mailbox', async () => {
  const raw = buildLetter({ from: stranger(), messageId: 'deleted@client.example' })
  const row = await receive(raw)
  await db
    .updateTable('inbound_letter')
    .set({ ticket_id: null, customer_message_id: null })
    .where('id', '=', row.id)
    .execute()
  expect(await receive(`Received: another time\r\n${raw}`)).toMatchObject({
    state: 'ignored',
    reason: 'duplicate',
  })
})
