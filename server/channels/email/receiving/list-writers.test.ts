import { beforeEach, expect, test } from 'vitest'
import { buildLetter } from '#test/builders/letter.ts'
import { buildSigningDomain, resolveFrom } from '#test/builders/signed-letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { emailDesk } from '../email-desk.ts'
import { createReplyAddress } from '../threading/thread-token.ts'

/** Lists and groups that put their own address into From and name the writer beside it. */
const desk = await mailDesk()
const { db, receive } = desk
const channel = emailDesk(desk.platform)
const ours = buildSigningDomain('desk.example')
const evil = buildSigningDomain('evil.example')
beforeEach(() => {
  channel.resolve = resolveFrom(ours.records, evil.records)
})

let count = 0
async function ticketOf(customer: string) {
  const messageId = `first-${++count}@client.example`
  const row = await receive(buildLetter({ from: customer, messageId }))
  const ticketId = row.ticket_id ?? 0
  const address = createReplyAddress(channel.tokenKey, desk.inbox.address, ticketId)
  return { ticketId, customer, messageId, address }
}
/** As Google Groups writes it where the writer's domain refuses what others send in its name. */
const byGroup = (writer: string, wishes: { headers?: Record<string, string>; subject?: string } = {}) =>
  buildLetter({
    from: "'Anna' via Support <support@desk.example>",
    subject: wishes.subject,
    headers: {
      'List-ID': '<support.desk.example>',
      'X-Original-Sender': writer,
      'X-Original-From': `Anna <${writer}>`,
      'Reply-To': `Anna <${writer}>`,
      ...wishes.headers,
    },
  })
const signedNames = 'from:to:subject:in-reply-to:list-id:x-original-from:x-original-sender:reply-to'
const notes = (ticketId: number | null) =>
  db.selectFrom('note').select(['reason', 'from_address']).where('ticket_id', '=', ticketId).execute()
const writerOf = async (customerMessageId: number | null) => {
  const row = await db
    .selectFrom('customer_message')
    .select('from_address')
    .where('id', '=', customerMessageId ?? 0)
    .executeTakeFirstOrThrow()
  return row.from_address
}

test('a group of ours that is proved to speak is believed: its writer belongs to their ticket', async () => {
  const { ticketId, customer, messageId } = await ticketOf('anna@strict.example')
  const answer = byGroup(customer, { headers: { 'In-Reply-To': `<${messageId}>` } })
  const proved = await receive(await ours.sign(answer, signedNames))
  expect(proved).toMatchObject({ reason: 'in_reply_to', ticket_id: ticketId })
  expect(await writerOf(proved.customer_message_id)).toBe(customer)
  expect(await notes(ticketId)).toEqual([])
  const byNumber = byGroup(customer, { subject: `Re: [HD-${ticketId}]` })
  expect((await receive(await ours.sign(byNumber, signedNames))).ticket_id).toBe(ticketId)
})

test('what is not proved, not signed, said twice, or said by a list of others opens nobody’s ticket', async () => {
  const { ticketId, customer, messageId } = await ticketOf('boris@strict.example')
  const headers = { 'In-Reply-To': `<${messageId}>` }
  const answer = () => byGroup(customer, { headers })
  const strangers = "'Boris' via Friends <friends@evil.example>"
  const attempts = [
    answer(),
    await ours.sign(answer(), 'from:to:subject'),
    `X-Original-From: ${customer}\r\n${await ours.sign(byGroup('x@evil.example', { headers }), signedNames)}`,
    await evil.sign(answer().replace(/From: .*?\r\n/, `From: ${strangers}\r\n`), signedNames),
    await evil.sign(answer(), signedNames),
  ]
  for (const raw of attempts) {
    const row = await receive(raw)
    expect(row).toMatchObject({ state: 'new_ticket', reason: 'stranger_named_ticket' })
    expect(row.ticket_id).not.toBe(ticketId)
    expect(await notes(row.ticket_id)).toMatchObject([{ reason: 'unproved_list_writer' }])
  }
})

test('a claim makes nobody a part of the ticket it comes into by its address', async () => {
  const { ticketId, messageId, address } = await ticketOf('carla@strict.example')
  const raw = buildLetter({
    from: "'Dora' via Friends <friends@evil.example>",
    to: address,
    headers: { 'List-ID': '<friends.evil.example>', 'X-Original-From': 'dora@strict.example' },
  })
  const row = await receive(await evil.sign(raw), address)
  expect(row).toMatchObject({ reason: 'reply_address', ticket_id: ticketId })
  expect(await notes(ticketId)).toEqual([
    { reason: 'unproved_list_writer', from_address: 'friends@evil.example' },
  ])
  const later = { from: 'dora@strict.example', headers: { 'In-Reply-To': `<${messageId}>` } }
  expect((await receive(buildLetter(later))).reason).toBe('stranger_named_ticket')
})

test('a list that leaves the writer in Reply-To only: they are the writer; the list’s own address is not', async () => {
  const from = 'Eva via Talk <talk@lists.example>'
  const headers = { 'List-Id': '<talk.lists.example>', 'List-Post': '<mailto:talk@lists.example>' }
  const byReplyTo = await receive(buildLetter({ from, headers: { ...headers, 'Reply-To': 'eva@w.example' } }))
  expect(await writerOf(byReplyTo.customer_message_id)).toBe('eva@w.example')
  expect(byReplyTo.detail).toMatchObject({ senderFrom: 'list_reply_to', claimedBy: 'talk@lists.example' })
  for (const answer of ['talk@lists.example', 'eva@w.example, feodor@w.example', 'x@unknown']) {
    const row = await receive(buildLetter({ from, headers: { ...headers, 'Reply-To': answer } }))
    expect(await writerOf(row.customer_message_id)).toBe('talk@lists.example')
  }
})

test('whoever a group names is held to the hourly limit like anybody else', async () => {
  const limits = { newTicketsPerHour: 2 }
  await desk.ask({ method: 'PATCH', path: '/mail-limits', as: desk.as, body: limits })
  await expect.poll(async () => (await channel.policy.current()).limits).toMatchObject(limits)
  const letter = () => receive(byGroup('flood@strict.example').replace(/Reply-To: .*?\r\n/, ''))
  for (let sent = 0; sent < 2; sent++) expect((await letter()).state).toBe('new_ticket')
  expect(await letter()).toMatchObject({ reason: 'sender_flood' })
})
