import { expect, test } from 'vitest'
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
