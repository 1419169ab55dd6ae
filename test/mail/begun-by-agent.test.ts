import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { blockAddress } from '#server/customers/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'

const desk = await mailDesk()
const { ask, as, db, platform, sink } = desk
const begin = (body: object, who = as) =>
  ask({
    method: 'POST',
    path: '/tickets',
    body: { subject: 'Your contract', text: 'Good morning!', letter: {}, ...body },
    as: who,
  })
const customer = { name: 'Anna', email: 'anna@customer.example' }

test('an agent’s first letter goes out, and what the customer answers comes to the same ticket', async () => {
  const made = await begin({ customer })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({ source: 'email' })
  await desk.work()
  const sent = sink.letters.at(-1)
  expect(sent?.to).toEqual(['anna@customer.example'])
  expect(sent?.letter).toMatchObject({
    subject: `Your contract [HD-${made.body.id}]`,
    inReplyTo: [],
    references: [],
  })
  expect(sent?.letter.text).toMatch(/^Good morning!\s+otk-/)
  const signs: Record<string, string>[] = [
    { 'In-Reply-To': `<${sent?.letter.messageId}>` },
    { References: `<other@customer.example> <${sent?.letter.messageId}>` },
  ]
  for (const headers of signs) {
    const row = await desk.receive(buildLetter({ from: 'Anna <anna@customer.example>', headers }))
    expect(row).toMatchObject({ state: 'threaded', ticket_id: made.body.id })
  }
  const byAddress = await desk.receive(
    buildLetter({ from: 'Anna <anna@other.example>' }),
    sent?.letter.replyTo[0]?.address,
  )
  expect(byAddress).toMatchObject({ state: 'threaded', ticket_id: made.body.id })
  const feed = await ask({ method: 'GET', path: `/tickets/${made.body.id}/feed`, as })
  const kinds = feed.body.items
    .map((one: { kind: string }) => one.kind)
    .filter((kind: string) => kind !== 'event')
  expect(kinds.toSorted()).toEqual(['customer_message', 'customer_message', 'customer_message', 'reply'])
  // The next answer names the whole chain.
  await desk.answer(made.body.id, {})
  expect(sink.letters.at(-1)?.letter.references[0]).toBe(sent?.letter.messageId)
})

test('leaves through the inbox asked for', async () => {
  const other = await buildInbox(platform, {
    address: 'sales@desk.example',
    name: 'Sales',
    smtpPort: sink.port,
  })
  await begin({ customer, letter: { inboxId: other.id } })
  await desk.work()
  expect(sink.letters.at(-1)?.letter.from).toMatchObject({ address: 'sales@desk.example' })
})

test('needs an address to write to, an inbox that is there, and the right to answer', async () => {
  const count = async () => (await db.selectFrom('ticket').select('id').execute()).length
  const before = await count()
  expect((await begin({ customer: { name: 'Nobody', phone: '+7 900 000-00-00' } })).body.error.name).toBe(
    'no_recipient',
  )
  expect((await begin({ customer, letter: { inboxId: 999_999 } })).status).toBe(400)
  expect((await begin({ customer, letter: { inboxId: 'x' } })).status).toBe(400)
  const writer = await signedIn(db, await buildAgent(db, { role: ['ticket.create', 'ticket.read'] }))
  expect((await begin({ customer }, writer)).status).toBe(403)
  expect(await count()).toBe(before)
})

/** Jobs that wait for their time run now; what they find due is by the clock. */
async function wake(): Promise<void> {
  await sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`.execute(db)
  await desk.work()
}
const about = (subject: string) => sink.letters.filter((one) => one.letter.subject?.includes(subject))
const get = async (path: string) => (await ask({ method: 'GET', path, as })).body

test('the first letter can be taken back as any other: the ticket stays, its words are a draft, nothing has left', async () => {
  const subject = 'Second thoughts'
  const made = await begin({ customer, subject, text: 'Zanzibar offer', letter: { undoSeconds: 20 } })
  expect(made.status).toBe(201)
  const { id } = made.body
  const feed = await get(`/tickets/${id}/feed`)
  const reply = feed.items.find((item: { kind: string }) => item.kind === 'reply')
  expect(reply.delivery).toMatchObject({ state: 'queued', releasedAt: null })
  await wake()
  expect(about(subject)).toEqual([])
  const undone = await ask({
    method: 'POST',
    path: `/replies/${reply.id}/cancel`,
    body: { isReturned: true },
    as,
  })
  expect(undone.body.draft).toMatchObject({
    html: '<p>Zanzibar offer</p>',
    recipients: { to: ['anna@customer.example'] },
  })
  expect(await db.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirst()).toMatchObject({
    status_category: 'new',
    assignee_id: null,
    waiting_since: null,
    post_count: 0,
    last_post_id: 0,
    // No list shows words that nobody was told.
    snippet: '',
  })
  platform.clock.forward(60)
  await wake()
  expect(about(subject)).toEqual([])
  const types = await db
    .selectFrom('event')
    .select('type')
    .where('ticket_id', '=', id)
    .orderBy('id')
    .execute()
  expect(types.map((row) => row.type)).toEqual(['ticket.created', 'reply.waiting', 'reply.cancelled'])
  // Sent at last, it is the first letter of the conversation still.
  await desk.answer(id, { text: 'A better offer' })
  expect(about(subject).map((one) => one.letter.subject)).toEqual([`${subject} [HD-${id}]`])
  expect(about(subject)[0]?.letter).toMatchObject({ inReplyTo: [], references: [] })
})

test('to an address that is blocked it goes when its writer says so, and the block is lifted', async () => {
  const blocked = { name: 'Gone', email: 'gone.before@customer.example' }
  await inTransaction(db, (tx) =>
    blockAddress(
      tx,
      { address: blocked.email, scope: 'all', cause: 'hard_bounce', expiresAt: null },
      platform.clock.now(),
    ),
  )
  const refused = await begin({ customer: blocked, subject: 'To a blocked one' })
  expect([refused.status, refused.body.error.name]).toEqual([409, 'recipient_blocked'])
  const letter = { sendsToBlocked: true }
  expect((await begin({ customer: blocked, subject: 'To a blocked one', letter })).status).toBe(201)
  await desk.work()
  expect(about('To a blocked one')).toHaveLength(1)
})

test('the first letter leaves when its seconds are over, once', async () => {
  const made = await begin({ customer, subject: 'No second thoughts', letter: { undoSeconds: 5 } })
  platform.clock.forward(6)
  await wake()
  await wake()
  expect(about('No second thoughts')).toHaveLength(1)
  expect((await get(`/tickets/${made.body.id}`)).snippet).toBe('Good morning!')
  expect((await begin({ customer, letter: { undoSeconds: 31 } })).status).toBe(400)
})
