import { beforeEach, expect, test } from 'vitest'
import { buildAgent, buildTeam } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { buildSigningDomain, resolveFrom } from '#test/builders/signed-letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { emailDesk } from '../email-desk.ts'
import { createReplyAddress } from '../threading/thread-token.ts'

const desk = await mailDesk()
const { db, sink, receive } = desk
const company = buildSigningDomain('company.example')
const world = resolveFrom(company.records)
const email = emailDesk(desk.platform)
const olga = await buildAgent(db, { email: 'olga@company.example', name: 'Olga' })
beforeEach(() => {
  sink.letters.length = 0
  email.resolve = world
})

let count = 0
/** A customer's ticket, its keyed address and what the next letter into it would carry. */
async function ticketOf(customer = `customer-${++count}@client.example`, cc?: string) {
  const messageId = `first-${++count}@client.example`
  const headers = cc === undefined ? undefined : { Cc: cc }
  const row = await receive(buildLetter({ from: customer, messageId, subject: 'Printer', headers }))
  const ticketId = row.ticket_id ?? 0
  return {
    ticketId,
    customer,
    messageId,
    address: createReplyAddress(email.tokenKey, desk.inbox.address, ticketId),
  }
}
const fromOlga = (wishes: Parameters<typeof buildLetter>[0] = {}) =>
  buildLetter({
    from: 'Olga <olga@company.example>',
    subject: 'Re: Printer',
    text: 'Switch it on',
    ...wishes,
  })
const replies = (ticketId: number) =>
  db.selectFrom('reply').selectAll().where('ticket_id', '=', ticketId).orderBy('id').execute()
const notes = (ticketId: number) =>
  db.selectFrom('note').selectAll().where('ticket_id', '=', ticketId).orderBy('id').execute()
const messages = (ticketId: number) =>
  db.selectFrom('customer_message').selectAll().where('ticket_id', '=', ticketId).orderBy('id').execute()
const customersNamed = (address: string) =>
  db.selectFrom('customer_address').selectAll().where('value', '=', address).execute()

test('a proved letter to a ticket’s address is the agent’s public reply: quote and signature cut, files kept', async () => {
  const { ticketId, customer, address } = await ticketOf(
    undefined,
    'colleague@client.example, support@desk.example',
  )
  const text = [
    'Switch it on.',
    '',
    '-- ',
    'Olga, support',
    '',
    'On Mon, 2 Mar 2026 at 10:00, Customer wrote:',
    '> It is silent',
  ].join('\n')
  const raw = [
    'From: Olga <olga@company.example>',
    `To: ${address}`,
    'Subject: Re: Printer',
    'Message-ID: <reply-1@company.example>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    text.replaceAll('\n', '\r\n'),
    '--b',
    'Content-Type: application/pdf; name=manual.pdf',
    'Content-Disposition: attachment; filename=manual.pdf',
    '',
    'PDF',
    '--b--',
    '',
  ].join('\r\n')
  const row = await receive(await company.sign(raw), address)
  expect(row).toMatchObject({
    state: 'threaded',
    reason: 'agent_reply',
    ticket_id: ticketId,
    customer_message_id: null,
  })
  expect(row.authentication).toMatchObject({ result: 'pass', by: 'desk' })
  const [reply] = await replies(ticketId)
  expect(reply).toMatchObject({ agent_id: olga.id, text: 'Switch it on.', delivery_state: 'sent' })
  expect(row.detail).toMatchObject({ replyId: reply?.id, thread: { rule: 'reply_address', address } })
  const [out] = await sink.received(1)
  expect(out?.to.toSorted()).toEqual(['colleague@client.example', customer].toSorted())
  expect(out?.letter.attachments.map((file) => file.name)).toEqual(['manual.pdf'])
  expect(out?.letter.text).toContain('Switch it on.')
  expect(await messages(ticketId)).toHaveLength(1)
  expect(await customersNamed('olga@company.example')).toEqual([])
})

test('unproved, the same letter is an internal note of nobody’s, and the people on the ticket are named in it', async () => {
  const { ticketId, address } = await ticketOf()
  const owner = await buildAgent(db)
  await db.updateTable('ticket').set({ assignee_id: owner.id }).where('id', '=', ticketId).execute()
  const raw = fromOlga({ to: address, text: 'The money is on its way' })
  const row = await receive(raw, address)
  expect(row).toMatchObject({ state: 'threaded', reason: 'unverified_agent_letter', ticket_id: ticketId })
  expect(await replies(ticketId)).toEqual([])
  expect(await notes(ticketId)).toMatchObject([
    {
      agent_id: null,
      text: 'The money is on its way',
      reason: 'unverified_agent_letter',
      from_address: 'olga@company.example',
      mentioned_ids: [owner.id],
    },
  ])
  expect(sink.letters).toEqual([])
})

test('what only mail systems wrote down, or what was added to a signed letter, is no order of the agent’s', async () => {
  const { ticketId, address, messageId } = await ticketOf(undefined, 'olga@company.example')
  const toSomebody = await company.sign(fromOlga({ to: 'somebody@client.example' }))
  expect(await receive(toSomebody, address)).toMatchObject({
    reason: 'unsigned_agent_letter',
    ticket_id: ticketId,
  })
  const narrow = await company.sign(
    fromOlga({ to: 'x@client.example', headers: { 'In-Reply-To': `<${messageId}>` } }),
    'from:subject',
  )
  expect(await receive(narrow)).toMatchObject({ reason: 'unsigned_agent_letter', ticket_id: ticketId })
  const padded = `To: ${address}\r\n${await company.sign(fromOlga({ to: 'y@client.example' }))}`
  expect((await receive(padded, address)).reason).not.toBe('agent_reply')
  expect(await replies(ticketId)).toEqual([])
})

test('never into a ticket the agent may not see: the letter is their own question then', async () => {
  const closed = await buildTeam(db, { isIsolated: true })
  const own = await buildTeam(db, { isIsolated: true })
  const igor = await buildAgent(db, { email: 'igor@company.example', teamIds: [own.id] })
  const { ticketId, address } = await ticketOf()
  await db.updateTable('ticket').set({ team_id: closed.id }).where('id', '=', ticketId).execute()
  const raw = await company.sign(fromOlga({ from: 'igor@company.example', to: address }))
  const row = await receive(raw, address)
  expect(row).toMatchObject({ state: 'new_ticket', reason: 'agent_not_on_ticket' })
  expect(row.detail).toMatchObject({
    refused: { rule: 'reply_address', ticketId, because: 'agent_not_on_ticket' },
  })
  expect(row.ticket_id).not.toBe(ticketId)
  expect([await replies(ticketId), await notes(ticketId)]).toEqual([[], []])
  await db.updateTable('agent').set({ is_active: false }).where('id', '=', igor.id).execute()
  const gone = await receive(
    await company.sign(fromOlga({ from: 'igor@company.example', to: address })),
    address,
  )
  expect(gone.reason).toBe('reply_address')
})

test('without the right to reply it stays inside, under the agent’s name', async () => {
  await buildAgent(db, { email: 'reader@company.example', role: ['ticket.read', 'note.write'] })
  const { ticketId, address } = await ticketOf()
  const row = await receive(
    await company.sign(fromOlga({ from: 'reader@company.example', to: address })),
    address,
  )
  expect(row.reason).toBe('agent_may_not_reply')
  expect(await replies(ticketId)).toEqual([])
})

test('staff who answer the customer from outside, with us in copy: written down, and not sent a second time', async () => {
  const { ticketId, customer, messageId } = await ticketOf(
    undefined,
    'olga@company.example, third@client.example',
  )
  const raw = await company.sign(
    fromOlga({
      to: `${customer}, new@client.example`,
      messageId: 'outside@company.example',
      headers: { Cc: 'support@desk.example', 'In-Reply-To': `<${messageId}>` },
    }),
  )
  const row = await receive(raw)
  expect(row).toMatchObject({ state: 'threaded', reason: 'agent_reply_outside', ticket_id: ticketId })
  const [reply] = await replies(ticketId)
  expect(reply).toMatchObject({ agent_id: olga.id, delivery_state: 'sent' })
  expect(reply?.to_addresses.map((person) => person.address)).toEqual([customer, 'new@client.example'])
  expect(sink.letters).toEqual([])
  // What the customer answers to that letter, and what somebody says whom the agent took in, lands here too.
  const answer = { headers: { 'In-Reply-To': '<outside@company.example>' } }
  for (const from of [customer, 'new@client.example'])
    expect(await receive(buildLetter({ from, ...answer }))).toMatchObject({
      reason: 'in_reply_to',
      ticket_id: ticketId,
    })
  expect((await receive(buildLetter({ from: 'stranger@evil.example', ...answer }))).reason).toBe(
    'stranger_named_ticket',
  )
})

test('the same letter through two inboxes is one reply', async () => {
  await buildInbox(desk.platform, { address: 'sales@desk.example' })
  const { ticketId, address } = await ticketOf()
  const raw = await company.sign(fromOlga({ to: `${address}, sales@desk.example` }))
  await receive(raw, [address, 'sales@desk.example'])
  expect(await replies(ticketId)).toHaveLength(1)
  const { message_id: messageId } = await desk.lastLetter()
  const copies = await db
    .selectFrom('inbound_letter')
    .select(['reason', 'ticket_id'])
    .where('message_id', '=', messageId)
    .execute()
  expect(copies.map((row) => row.reason).toSorted()).toEqual(['agent_reply', 'same_letter'])
  expect(copies.map((row) => row.ticket_id)).toEqual([ticketId, ticketId])
})

test('an automatic answer from an agent’s address is dropped, and says why', async () => {
  const { ticketId, address } = await ticketOf()
  const raw = await company.sign(fromOlga({ to: address, headers: { 'Auto-Submitted': 'auto-replied' } }))
  expect(await receive(raw, address)).toMatchObject({ state: 'ignored', reason: 'agent_automatic' })
  expect([await replies(ticketId), await notes(ticketId)]).toEqual([[], []])
})

test('an agent who asks something is a customer like any other, also when they answer in their own ticket', async () => {
  const asked = await receive(await company.sign(fromOlga({ subject: 'My own printer' })))
  expect(asked).toMatchObject({ state: 'new_ticket', reason: 'no_thread' })
  const address = createReplyAddress(email.tokenKey, desk.inbox.address, asked.ticket_id ?? 0)
  const again = await receive(await company.sign(fromOlga({ to: address })), address)
  expect(again).toMatchObject({ reason: 'reply_address', ticket_id: asked.ticket_id })
  expect(await messages(asked.ticket_id ?? 0)).toHaveLength(2)
  expect(await replies(asked.ticket_id ?? 0)).toEqual([])
  await db.deleteFrom('customer_address').where('value', '=', 'olga@company.example').execute()
})

test('a confirmed further address speaks for the agent, an unconfirmed one for nobody', async () => {
  const home = buildSigningDomain('home.example')
  email.resolve = resolveFrom(company.records, home.records)
  const { ticketId, address } = await ticketOf()
  const row = { agent_id: olga.id, address: 'olga@home.example', created_at: new Date() }
  await db.insertInto('agent_address').values(row).execute()
  const raw = () => fromOlga({ from: 'olga@home.example', to: address })
  expect((await receive(await home.sign(raw()), address)).reason).toBe('reply_address')
  await db.updateTable('agent_address').set({ confirmed_at: new Date() }).execute()
  // The customer made of the unconfirmed address is not the one who asks here.
  expect((await receive(await home.sign(raw()), address)).reason).toBe('agent_reply')
  expect((await replies(ticketId))[0]?.agent_id).toBe(olga.id)
})

test('a subject’s number is enough for a proved agent and for nobody who only says so', async () => {
  const { ticketId } = await ticketOf()
  const subject = `Re: Printer [HD-${ticketId}]`
  expect((await receive(fromOlga({ subject }))).ticket_id).not.toBe(ticketId)
  await db.deleteFrom('customer_address').where('value', '=', 'olga@company.example').execute()
  expect(await receive(await company.sign(fromOlga({ subject })))).toMatchObject({
    reason: 'agent_reply',
    ticket_id: ticketId,
  })
})

const inlineForward = [
  'Please look at this one.',
  '',
  '---------- Forwarded message ---------',
  'From: Boris Client <boris@client.example>',
  'Date: Mon, 2 Mar 2026 at 09:00',
  'Subject: Refund',
  'To: Olga <olga@company.example>',
  '',
  'Where is my money?',
].join('\n')

test('a customer’s letter that an agent passes on becomes that customer’s ticket, the agent’s words a note', async () => {
  const row = await receive(await company.sign(fromOlga({ subject: 'Fwd: Refund', text: inlineForward })))
  expect(row).toMatchObject({ state: 'new_ticket', reason: 'agent_forward' })
  const ticketId = row.ticket_id ?? 0
  expect(await messages(ticketId)).toMatchObject([
    { from_address: 'boris@client.example', from_name: 'Boris Client', text: 'Where is my money?' },
  ])
  expect(await notes(ticketId)).toMatchObject([
    { agent_id: olga.id, text: 'Please look at this one.', reason: 'agent_forward' },
  ])
  const ticket = await db
    .selectFrom('ticket')
    .selectAll()
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow()
  expect(ticket.subject).toBe('Refund')
  await desk.answer(ticketId, { text: 'Soon' })
  const [out] = await sink.received(1)
  expect(out?.to).toEqual(['boris@client.example'])
})

test('a letter attached whole is opened with its files', async () => {
  const inner = [
    'From: Carl <carl@client.example>',
    'To: olga@company.example',
    'Subject: =?utf-8?B?0KHRh9GR0YI=?=',
    'Date: Mon, 02 Mar 2026 10:00:00 +0300',
    'Message-ID: <inner@client.example>',
    'Content-Type: multipart/mixed; boundary=in',
    '',
    '--in',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Где счёт?',
    '--in',
    'Content-Type: image/png; name=photo.png',
    'Content-Disposition: attachment; filename=photo.png',
    '',
    'PNG',
    '--in--',
  ].join('\r\n')
  const raw = [
    'From: olga@company.example',
    'To: support@desk.example',
    'Subject: Fwd: letter',
    'Message-ID: <outer@company.example>',
    'Content-Type: multipart/mixed; boundary=out',
    '',
    '--out',
    'Content-Type: text/plain',
    '',
    'For you',
    '--out',
    'Content-Type: message/rfc822',
    '',
    inner,
    '--out--',
    '',
  ].join('\r\n')
  const row = await receive(await company.sign(raw))
  expect(row).toMatchObject({ reason: 'agent_forward' })
  const [message] = await messages(row.ticket_id ?? 0)
  expect(message).toMatchObject({ from_address: 'carl@client.example', text: 'Где счёт?' })
  const files = await db
    .selectFrom('file')
    .select('name')
    .where('customer_message_id', '=', message?.id ?? 0)
    .execute()
  expect(files.map((file) => file.name)).toContain('photo.png')
})

test('a forward nobody stands behind is an ordinary ticket of that address, with a note; a customer’s is just a letter', async () => {
  const row = await receive(fromOlga({ subject: 'Fwd: Refund', text: inlineForward }))
  expect(row).toMatchObject({ state: 'new_ticket', reason: 'unverified_forward' })
  expect(await messages(row.ticket_id ?? 0)).toMatchObject([{ from_address: 'olga@company.example' }])
  expect(await notes(row.ticket_id ?? 0)).toMatchObject([{ agent_id: null, reason: 'unverified_forward' }])
  await db.deleteFrom('customer_address').where('value', '=', 'olga@company.example').execute()
  const plain = await receive(
    buildLetter({ from: 'dora@client.example', subject: 'Fwd: Refund', text: inlineForward }),
  )
  expect(plain.reason).toBe('no_thread')
  expect(await messages(plain.ticket_id ?? 0)).toMatchObject([{ from_address: 'dora@client.example' }])
})

test('what an agent forwards into a ticket stays inside it', async () => {
  const { ticketId, address } = await ticketOf()
  const raw = await company.sign(fromOlga({ to: address, subject: 'Fwd: Refund', text: inlineForward }))
  expect(await receive(raw, address)).toMatchObject({
    reason: 'agent_forward_into_ticket',
    ticket_id: ticketId,
  })
  expect(await notes(ticketId)).toMatchObject([{ agent_id: olga.id }])
  expect([await replies(ticketId), sink.letters]).toEqual([[], []])
})
