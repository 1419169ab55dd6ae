import { beforeEach, describe, expect, test } from 'vitest'
import { sectionDefaults } from '#contract/inbox-sections.ts'
import { usualLimits } from '#contract/mail-policy.ts'
import { blockAddress } from '#server/customers/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { buildSigningDomain, resolveFrom } from '#test/builders/signed-letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { nameTicketAddresses } from '../../ticket-address.ts'
import { emailDesk } from '../email-desk.ts'
import { createMessageId } from '../threading/thread-token.ts'

const desk = await mailDesk()
const { ask, as, db, sink, platform, inbox } = desk
const standard = sectionDefaults.acknowledgement
// What the DNS of this machine says must not decide the tests: nobody vouches for anybody.
emailDesk(platform).resolve = () =>
  Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }))

await setAcknowledgement({ ...standard, isOn: true })
beforeEach(() => {
  sink.letters.length = 0
})

async function setAcknowledgement(acknowledgement: typeof standard) {
  const row = await db
    .selectFrom('inbox')
    .select('version')
    .where('id', '=', inbox.id)
    .executeTakeFirstOrThrow()
  const answer = await ask({
    method: 'PATCH',
    path: `/inboxes/${inbox.id}`,
    body: { version: row.version, acknowledgement },
    as,
  })
  await noticesPassed()
  return answer
}

/** A notice has passed when one sent behind it has. */
async function noticesPassed() {
  const { promise, resolve } = Promise.withResolvers<void>()
  const stop = platform.notices.listen((notice) => notice.topic === 'behind' && resolve())
  await notify(db, { topic: 'behind' })
  await promise
  stop()
}

async function announceInboxes() {
  await notify(db, { topic: 'inbox' })
  await noticesPassed()
}

const write = (wishes: Parameters<typeof buildLetter>[0], envelopeFrom?: string) =>
  desk.receive(buildLetter(wishes), inbox.address, envelopeFrom)

describe('an acknowledgement', () => {
  test('goes to the sender in their language, marked so that no machine answers it, and is seen in the feed', async () => {
    const row = await write({
      from: 'Anna <anna@customer.example>',
      subject: '=?utf-8?B?0JfQsNC60LDQtw==?=',
      text: 'Здравствуйте, где мой заказ?',
      messageId: 'a1@customer.example',
    })
    const [letter] = sink.letters
    expect(letter).toMatchObject({ from: '', to: ['anna@customer.example'] })
    expect(letter?.letter.subject).toBe(`Мы получили ваше письмо: Заказ [HD-${row.ticket_id}]`)
    expect(letter?.letter.text).toContain(`номер обращения — HD-${row.ticket_id}`)
    expect(letter?.letter.text).not.toContain('где мой заказ')
    expect(letter?.letter.inReplyTo).toEqual(['a1@customer.example'])
    expect(letter?.header('auto-submitted')).toBe('auto-replied')
    expect(letter?.header('x-auto-response-suppress')).toBe('All')
    expect(letter?.header('precedence')).toBe('bulk')
    expect(letter?.header('x-loop')).not.toBeNull()
    const feed = await ask({ method: 'GET', path: `/tickets/${row.ticket_id}/feed`, as })
    expect(feed.body.items.at(-1)).toMatchObject({
      kind: 'reply',
      isAutomatic: true,
      delivery: { state: 'sent' },
    })
    const ticket = await db
      .selectFrom('ticket')
      .select(['status_category', 'waiting_since', 'last_post_id'])
      .where('id', '=', row.ticket_id)
      .executeTakeFirstOrThrow()
    expect(ticket).toMatchObject({ status_category: 'new', last_post_id: row.customer_message_id })
    expect(ticket.waiting_since).not.toBeNull()
  })

  test('is one a sender and window; the sender’s answer is a person’s', async () => {
    const first = await write({ from: 'boris@customer.example', text: 'Hello there, friends' })
    expect(sink.letters[0]?.letter.subject).toMatch(/^We have received your letter: /)
    await write({ from: 'boris@customer.example' })
    const ours = sink.letters[0]?.letter.messageId ?? ''
    const answer = await write({ from: 'boris@customer.example', headers: { 'In-Reply-To': `<${ours}>` } })
    expect(answer).toMatchObject({ state: 'threaded', ticket_id: first.ticket_id })
    expect(sink.letters).toHaveLength(1)
    desk.clock.forward(25 * 3600)
    await write({ from: 'boris@customer.example' })
    expect(sink.letters).toHaveLength(2)
  })

  test.each([
    ['a machine', { headers: { 'Auto-Submitted': 'auto-generated' } }],
    ['a responder', { headers: { 'X-Autorespond': 'Vacation' } }],
    ['a newsletter', { headers: { 'List-Unsubscribe': '<mailto:x@y.example>' } }],
    ['bulk', { headers: { Precedence: 'bulk' } }],
    ['a daemon', { from: 'daemon@mx.example' }],
    ['ourselves', { from: 'support+1@desk.example' }],
    ['a mailing list', { headers: { 'List-Id': '<list.example>' } }],
    ['a loop', { headers: { 'X-Loop': 'x' } }],
    ['who asks for none', { headers: { 'X-Auto-Response-Suppress': 'All' } }],
    ['who takes no answers', { from: 'no-reply@shop.example' }],
    ['a list by its precedence', { headers: { Precedence: 'list' } }],
    ['the Freshdesk next door', { headers: { 'X-FC-MachineGenerated': 'true' } }],
  ])('never goes to %s', async (_, wishes) => {
    await write(wishes)
    expect(sink.letters).toEqual([])
  })

  test('never goes to a null sender, nor to an address that is blocked', async () => {
    await write({ from: 'nobody@customer.example' }, '')
    const block = {
      address: 'shut@customer.example',
      scope: 'automatic',
      cause: 'complaint',
      expiresAt: null,
    } as const
    await inTransaction(db, (tx) => blockAddress(tx, block, desk.clock.now()))
    expect((await write({ from: 'shut@customer.example' })).state).toBe('new_ticket')
    expect(sink.letters).toEqual([])
  })

  test('never goes to a letter that came under a Message-ID of ours', async () => {
    const { tokenKey } = emailDesk(platform)
    const messageId = createMessageId(tokenKey, { ticketId: 0, partId: 1, domain: 'desk.example' })
    expect((await write({ from: 'echo@customer.example', messageId })).state).toBe('new_ticket')
    expect(sink.letters).toEqual([])
  })

  test('is so many a day to one address, whatever inbox of ours it writes to', async () => {
    const at = new Date(desk.clock.now().getTime() - 20 * 3600_000)
    const row = { address: 'busy@customer.example', inbox_id: null, is_verified: true, at }
    await db
      .insertInto('automatic_answer')
      .values(Array.from({ length: usualLimits.automaticAnswersPerDay }, () => row))
      .execute()
    await write({ from: 'Busy@customer.example' })
    expect(sink.letters).toEqual([])
    desk.clock.forward(5 * 3600)
    await write({ from: 'Busy@customer.example' })
    expect(sink.letters).toHaveLength(1)
  })

  test('a flood of senders nobody vouches for is no longer acknowledged, and administrators are told', async () => {
    const row = { inbox_id: inbox.id, is_verified: false, at: desk.clock.now() }
    await db
      .insertInto('automatic_answer')
      .values(Array.from({ length: 100 }, (_, at) => ({ ...row, address: `victim${at}@elsewhere.example` })))
      .execute()
    expect((await write({ from: 'victim@elsewhere.example' })).state).toBe('new_ticket')
    expect(sink.letters).toEqual([])
    expect(await db.selectFrom('mail_alert').select(['kind', 'subject']).execute()).toEqual([
      { kind: 'unverified_flood', subject: inbox.address },
    ])
    await db.deleteFrom('automatic_answer').execute()
  })

  test('counts as vouched for only when the address it goes to is the one that was proved', async () => {
    const evil = buildSigningDomain('evil.example')
    const email = emailDesk(platform)
    const nobodyKnown = email.resolve
    email.resolve = resolveFrom(evil.records)
    const trust = { authentication: JSON.stringify({ trustsReplyTo: true }) }
    await db.updateTable('inbox').set(trust).where('id', '=', inbox.id).execute()
    await announceInboxes()
    const letter = (headers: Record<string, string>) =>
      evil.sign(buildLetter({ from: 'mallory@evil.example', text: 'Hello, it is me', headers }))
    await desk.receive(await letter({ 'Reply-To': 'named@elsewhere.example' }), inbox.address)
    await desk.receive(await letter({}), inbox.address)
    expect(sink.letters.map((one) => one.to)).toEqual([['named@elsewhere.example'], ['mallory@evil.example']])
    const kept = await db
      .selectFrom('automatic_answer')
      .select(['address', 'is_verified'])
      .where('address', 'in', ['named@elsewhere.example', 'mallory@evil.example'])
      .orderBy('id')
      .execute()
    expect(kept).toEqual([
      { address: 'named@elsewhere.example', is_verified: false },
      { address: 'mallory@evil.example', is_verified: true },
    ])
    email.resolve = nobodyKnown
    await db.updateTable('inbox').set({ authentication: '{}' }).where('id', '=', inbox.id).execute()
    await announceInboxes()
  })

  test('names the ticket’s address where the desk shows tickets to whom it answers', async () => {
    nameTicketAddresses(async (_, { ticketId, to, language }) => `https://${to[0]}/${language}/${ticketId}`)
    const row = await write({ from: 'dora@customer.example', text: 'Здравствуйте, есть вопрос' })
    const url = `https://dora@customer.example/ru/${row.ticket_id}`
    expect(sink.letters[0]?.letter.text).toContain(`Обращение на портале: ${url}`)
    nameTicketAddresses(async () => null)
    await write({ from: 'fedor@customer.example', text: 'Здравствуйте, есть вопрос' })
    expect(sink.letters[1]?.letter.text).toContain('номер обращения')
    expect(sink.letters[1]?.letter.text).not.toContain('портале')
  })

  test('is off unless it is switched on', async () => {
    await setAcknowledgement({ ...standard, isOn: false })
    await write({ from: 'calm@customer.example' })
    expect(sink.letters).toEqual([])
    await setAcknowledgement({ ...standard, isOn: true })
  })
})

test('fifty rounds with a vacation responder: one automatic answer, one ticket, nothing reopened', async () => {
  const first = await write({ from: 'away@customer.example', text: 'Hello, a question from me' })
  expect(sink.letters).toHaveLength(1)
  await db
    .updateTable('ticket')
    .set({
      status_category: 'solved',
      status_id: (eb) =>
        eb.selectFrom('ticket_status').select('id').where('category', '=', 'solved').limit(1),
    })
    .where('id', '=', first.ticket_id)
    .execute()
  const reasons = new Map<string | null, number>()
  for (let round = 1; round <= 50; round++) {
    const last = sink.letters.at(-1)?.letter.messageId ?? ''
    const row = await write({
      from: 'away@customer.example',
      subject: 'Out of office',
      headers: { 'Auto-Submitted': 'auto-replied', 'In-Reply-To': `<${last}>` },
    })
    expect(row.ticket_id).toBe(first.ticket_id)
    reasons.set(row.reason, (reasons.get(row.reason) ?? 0) + 1)
  }
  expect(sink.letters).toHaveLength(1)
  expect([...reasons]).toEqual([
    ['own_message_id', 5],
    ['automatic_flood', 45],
  ])
  const ticket = await db
    .selectFrom('ticket')
    .select('status_category')
    .where('id', '=', first.ticket_id)
    .executeTakeFirstOrThrow()
  expect(ticket.status_category).toBe('solved')
})

describe('its words', () => {
  test('are previewed, and markup in a subject or a name stays text', async () => {
    const preview = (body: object) =>
      ask({ method: 'POST', path: '/acknowledgement-previews', body: { language: 'ru', ...body }, as })
    const shown = await preview({ inboxId: inbox.id, ...standard.ru })
    expect(shown.body.subject).toContain('Мы получили ваше письмо')
    expect(shown.body.html).toContain('HD-1256')
    const wrong = await preview({ subject: 'x', body: '{{ agent.password }}' })
    expect(wrong.body.error).toMatchObject({ name: 'bad_template', detail: { problem: 'unknown_variable' } })
    const saved = await setAcknowledgement({ ...standard, en: { subject: 'x', body: '{{ oops' } })
    expect(saved.body.error.name).toBe('bad_template')
    sink.letters.length = 0
    await write({
      from: '"<b>Eve</b>" <eve@customer.example>',
      subject: '<img src=x> & co',
      text: 'Hello, it is me',
    })
    const [letter] = sink.letters
    expect(letter?.letter.subject).toContain('<img src=x> & co')
    expect(letter?.letter.html).toContain('&lt;b&gt;Eve&lt;/b&gt;')
    expect(letter?.letter.text).toContain('Hello <b>Eve</b>,')
  })
})

test('an answer to a blocked address is refused by name, and sent when one insists, which lifts the block', async () => {
  const { ticket_id: id } = await write({ from: 'fine@customer.example' })
  const block = {
    address: 'dead@customer.example',
    scope: 'all',
    cause: 'hard_bounce',
    expiresAt: null,
  } as const
  await inTransaction(db, (tx) => blockAddress(tx, block, desk.clock.now()))
  const reply = (body: object) =>
    ask({
      method: 'POST',
      path: `/tickets/${id}/replies`,
      body: { text: 'x', to: ['dead@customer.example'], cc: [], ...body },
      as,
    })
  expect((await reply({})).body.error).toMatchObject({
    name: 'recipient_blocked',
    detail: { addresses: ['dead@customer.example'] },
  })
  expect((await reply({ sendsToBlocked: true })).status).toBe(201)
  expect(
    await db.selectFrom('blocked_address').select('address').where('scope', '=', 'all').execute(),
  ).toEqual([])
})
