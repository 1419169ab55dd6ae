import { beforeEach, expect, test } from 'vitest'
import { buildLetter, deliver } from '#test/builders/letter.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { emailDesk } from '../email-desk.ts'
import { processLetter, processTogether } from './process-letter.ts'
import { createTicketToken } from '../threading/thread-token.ts'

const desk = await mailDesk()
const { db, sink, receive, answer } = desk
beforeEach(() => {
  sink.letters.length = 0
})

async function newTicket(from = 'anna@customer.example', messageId?: string) {
  const row = await receive(buildLetter({ from, subject: 'Не печатает', text: 'Принтер молчит', messageId }))
  return { ...row, ticketId: row.ticket_id ?? 0 }
}
const posts = (ticketId: number) =>
  db.selectFrom('customer_message').selectAll().where('ticket_id', '=', ticketId).orderBy('id').execute()
const ticketRow = (id: number) =>
  db.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

test('a letter becomes a ticket, the answer a letter, and what the customer answers lands in the ticket', async () => {
  const first = await newTicket('Анна <Anna@customer.example>', 'first@customer.example')
  expect(first).toMatchObject({
    state: 'new_ticket',
    reason: 'no_thread',
    message_id: 'first@customer.example',
  })
  const reply = await answer(first.ticketId, { text: 'Включите его' })
  expect(reply.delivery_state).toBe('sent')
  const [out] = await sink.received(1)
  expect(out?.from).toBe('support@desk.example')
  expect(out?.to).toEqual(['anna@customer.example'])
  expect(out?.letter).toMatchObject({
    inReplyTo: ['first@customer.example'],
    references: ['first@customer.example'],
    subject: `Re: Не печатает [HD-${first.ticketId}]`,
  })
  expect(out?.letter.text).toContain('Включите его')
  expect(out?.header('reply-to')).toMatch(/support\+\d+-[a-z2-7]{16}@desk\.example/)
  expect(out?.header('auto-submitted')).toBeNull()
  const second = await receive(
    buildLetter({
      from: 'anna@customer.example',
      subject: 'Re: Не печатает',
      headers: { 'In-Reply-To': `<${out?.letter.messageId}>` },
    }),
  )
  expect(second).toMatchObject({ state: 'threaded', reason: 'own_message_id', ticket_id: first.ticketId })
  expect(await posts(first.ticketId)).toHaveLength(2)
})

test('each sign alone finds the ticket', async () => {
  const { ticketId } = await newTicket('boris@customer.example', 'boris-1@customer.example')
  const token = createTicketToken(emailDesk(desk.platform).tokenKey, ticketId)
  const from = 'boris@customer.example'
  const subject = 'Something else'
  const by = (wishes: Parameters<typeof buildLetter>[0], to?: string) =>
    receive(buildLetter({ from, subject, ...wishes }), to)
  const threaded = (reason: string) => ({ state: 'threaded', reason, ticket_id: ticketId })
  expect(await by({ headers: { 'In-Reply-To': '<boris-1@customer.example>' } })).toMatchObject(
    threaded('in_reply_to'),
  )
  expect(
    await by({ headers: { References: '<x@y.example> <boris-1@customer.example> <z@y.example>' } }),
  ).toMatchObject(threaded('references'))
  expect(await by({}, `support+${token}@desk.example`)).toMatchObject(threaded('reply_address'))
  expect(await by({ headers: { To: `support+${token}@desk.example` } })).toMatchObject(
    threaded('reply_address'),
  )
  expect(await by({ text: `Да\n\n> Ответ\n> otk-${token}` })).toMatchObject(threaded('body_marker'))
  expect(await by({ subject: `Re: [HD-${ticketId}] принтер` })).toMatchObject(threaded('subject_tag'))
})

test('a stranger who writes a ticket’s number opens a ticket of their own; so does a forged token', async () => {
  const { ticketId } = await newTicket('boris@customer.example')
  const from = 'stranger@elsewhere.example'
  const tagged = await receive(buildLetter({ from, subject: `Re: [HD-${ticketId}] принтер` }))
  const forged = await receive(buildLetter({ from }), `support+${ticketId}-aaaaaaaaaaaaaaaa@desk.example`)
  const forwarded = await receive(
    buildLetter({ from: 'boris@customer.example', subject: `Fwd: [HD-${ticketId}] принтер` }),
  )
  for (const row of [tagged, forged, forwarded]) {
    expect(row.state).toBe('new_ticket')
    expect(row.ticket_id).not.toBe(ticketId)
  }
})

test('whoever is written to in copy belongs to the ticket', async () => {
  const row = await receive(
    buildLetter({ headers: { Cc: 'Colleague <colleague@customer.example>, support@desk.example' } }),
  )
  const tagged = await receive(
    buildLetter({ from: 'colleague@customer.example', subject: `[HD-${row.ticket_id}]` }),
  )
  expect(tagged).toMatchObject({ state: 'threaded', ticket_id: row.ticket_id })
})

test('a merged ticket passes its letters on; a closed one is followed by a new one; a solved one opens again', async () => {
  const target = await newTicket()
  const merged = await newTicket('boris@customer.example', 'merged@customer.example')
  await db
    .updateTable('ticket')
    .set({ merged_into_id: target.ticketId })
    .where('id', '=', merged.ticketId)
    .execute()
  const late = (subject: string) =>
    receive(
      buildLetter({
        from: 'boris@customer.example',
        subject,
        headers: { 'In-Reply-To': '<merged@customer.example>' },
      }),
    )
  const followed = await late('Re: Merged')
  expect(followed).toMatchObject({ state: 'threaded', ticket_id: target.ticketId })

  await db
    .updateTable('ticket')
    .set({ status_category: 'solved' })
    .where('id', '=', target.ticketId)
    .execute()
  await late('Re: Solved')
  expect((await ticketRow(target.ticketId)).status_category).toBe('open')

  await db
    .updateTable('ticket')
    .set({ status_category: 'closed' })
    .where('id', '=', target.ticketId)
    .execute()
  const followUp = await late('Re: Closed')
  expect(followUp).toMatchObject({ state: 'new_ticket', reason: 'closed_ticket' })
  expect(followUp.ticket_id).not.toBe(target.ticketId)
})

test('the same letter twice is one; to two inboxes it is one ticket; another letter under its id is another', async () => {
  await buildInbox(desk.platform, { address: 'sales@desk.example' })
  const raw = buildLetter({ messageId: 'both@customer.example', text: 'To both of you' })
  const count = async () =>
    (
      await db
        .selectFrom('ticket')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
    ).n
  const before = await count()
  await receive(raw, ['support@desk.example', 'sales@desk.example'])
  await receive(raw)
  await receive(`Received: by another path\r\n${raw}`, 'sales@desk.example')
  const rows = await db
    .selectFrom('inbound_letter')
    .select(['state', 'reason', 'ticket_id'])
    .where('message_id', '=', 'both@customer.example')
    .orderBy('id')
    .execute()
  expect(rows.map((row) => row.reason)).toEqual(['no_thread', 'same_letter', 'duplicate'])
  expect(new Set(rows.map((row) => row.ticket_id)).size).toBe(1)
  expect(await count()).toBe(before + 1)
  const reused = await receive(
    buildLetter({ messageId: 'both@customer.example', text: 'Something else entirely' }),
  )
  expect(reused.state).toBe('new_ticket')
})

test('an answer that overtakes the letter it answers waits for it', async () => {
  const { port } = desk
  const send = (raw: string) => deliver(port, raw, { from: 'a@b.example', to: 'support@desk.example' })
  await send(
    buildLetter({ messageId: 'late@customer.example', from: 'late@customer.example', subject: 'First' }),
  )
  await send(
    buildLetter({
      messageId: 'early@customer.example',
      from: 'late@customer.example',
      headers: { 'In-Reply-To': '<late@customer.example>' },
    }),
  )
  // The second one's turn comes first.
  await processLetter(emailDesk(desk.platform), (await desk.lastLetter()).id)
  await desk.work()
  const rows = await db
    .selectFrom('inbound_letter')
    .select(['reason', 'ticket_id'])
    .where('message_id', 'in', ['late@customer.example', 'early@customer.example'])
    .orderBy('id')
    .execute()
  expect(rows.map((row) => row.reason)).toEqual(['no_thread', 'in_reply_to'])
  expect(rows[0]?.ticket_id).toBe(rows[1]?.ticket_id)
})

test('letters taken together find each other as if taken one by one', async () => {
  const before = (await desk.lastLetter()).id
  const send = (raw: string, to: string | string[] = 'support@desk.example') =>
    deliver(desk.port, raw, { from: 'a@b.example', to })
  const from = 'crowd@customer.example'
  const raw = buildLetter({ from, messageId: 'crowd@customer.example', subject: 'Crowd' })
  await send(raw, ['support@desk.example', 'sales@desk.example'])
  await send(
    buildLetter({ from, subject: 'Re: Crowd', headers: { 'In-Reply-To': '<crowd@customer.example>' } }),
  )
  await send(buildLetter({ from: 'support@desk.example' }))
  await send(buildLetter({ subject: 'Half a smile \ud83d \u0000' }))
  const rows = () =>
    db.selectFrom('inbound_letter').selectAll().where('id', '>', before).orderBy('id').execute()
  const turns = (await rows()).map((row) => ({ letterId: row.id, isRetry: false }))
  expect(await processTogether(emailDesk(desk.platform), turns)).toEqual([])
  const after = await rows()
  expect(after.map((row) => row.reason)).toEqual([
    'no_thread',
    'same_letter',
    'in_reply_to',
    'own_address',
    'no_thread',
  ])
  expect(new Set(after.slice(0, 3).map((row) => row.ticket_id)).size).toBe(1)
  expect(await processTogether(emailDesk(desk.platform), turns)).toEqual([])
  expect(await posts(after[0]?.ticket_id ?? 0)).toHaveLength(2)
})

test('machines: an absence notice stays in the feed and reopens nothing, ours and our own letters are ignored', async () => {
  const { ticketId } = await newTicket('carl@customer.example', 'carl@customer.example')
  const absent = { 'Auto-Submitted': 'auto-replied', 'In-Reply-To': '<carl@customer.example>' }
  await db.updateTable('ticket').set({ status_category: 'solved' }).where('id', '=', ticketId).execute()
  const vacation = await receive(buildLetter({ from: 'carl@customer.example', headers: absent }))
  expect(vacation).toMatchObject({ state: 'threaded', ticket_id: ticketId })
  expect((await ticketRow(ticketId)).status_category).toBe('solved')
  for (let round = 0; round < 8; round++)
    await receive(buildLetter({ from: 'carl@customer.example', headers: absent }))
  expect(await desk.lastLetter()).toMatchObject({ state: 'ignored', reason: 'automatic_flood' })
  expect(await posts(ticketId)).toHaveLength(6)
  expect(await receive(buildLetter({ headers: { 'Auto-Submitted': 'auto-replied' } }))).toMatchObject({
    state: 'ignored',
    reason: 'automatic_reply',
  })
  expect(await receive(buildLetter({ from: 'Support <support@desk.example>' }))).toMatchObject({
    state: 'ignored',
    reason: 'own_address',
  })
  await answer(ticketId, {})
  const [out] = await sink.received(1)
  expect(await receive(out?.raw ?? '')).toMatchObject({ state: 'ignored', reason: 'own_letter' })
})

test('a letter that says nothing of its sender still becomes a ticket', async () => {
  const row = await receive('Subject: nobody\r\n\r\nHello\r\n', undefined, '')
  expect(row).toMatchObject({ state: 'new_ticket', from_address: null })
  const empty = await receive('\r\n')
  expect(empty.state).toBe('new_ticket')
})
