import { expect, test } from 'vitest'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { mailDesk } from '#test/mail-desk.ts'

const desk = await mailDesk()
const { db, sink, ask, as, clock } = desk
const customer = 'anna@customer.example'
const boris = { address: 'boris@customer.example', name: 'Борис' }
type Cc = { address: string; name: string }[]

/** A message of the customer's, as the e-mail channel hands it over. */
function message(ticketId: number | null, cc: Cc = []) {
  const from = { email: customer, name: 'Анна', inboxId: desk.inbox.id }
  return buildMessage(db, { ...from, ticketId, cc, replyAll: cc })
}
const newTicket = async (cc: Cc = []): Promise<number> => (await message(null, cc)).ticketId
const post = (path: string, body: object = {}) => ask({ method: 'POST', path, body, as })
const reply = (ticketId: number, body: object = {}) =>
  post(`/tickets/${ticketId}/replies`, { text: 'Включите его', ...body })
const letters = (ticketId: number) =>
  sink.letters.filter((one) => one.letter.subject?.includes(`[HD-${ticketId}]`)).length

test('another set than its writer saw is refused by name, and nothing goes', async () => {
  const ticketId = await newTicket([boris])
  const before = letters(ticketId)
  const expected = { to: [customer], cc: [], bcc: [] }
  const refused = await reply(ticketId, { expected })
  expect(refused).toMatchObject({
    status: 409,
    body: {
      error: {
        name: 'recipients_changed',
        detail: { to: [{ address: customer }], cc: [{ address: 'boris@customer.example' }] },
      },
    },
  })
  await desk.work()
  expect(letters(ticketId)).toBe(before)
  const seen = { to: [customer], cc: ['Boris@customer.example'], bcc: [] }
  expect((await reply(ticketId, { expected: seen })).status).toBe(201)
  expect((await reply(ticketId, { to: [customer], cc: [], expected })).status).toBe(201)
})

test('the check tells who is who', async () => {
  const ticketId = await newTicket([boris, { address: 'petr@elsewhere.example', name: 'Пётр' }])
  const check = async (chosen: object | null) =>
    (await post(`/tickets/${ticketId}/recipients`, { chosen })).body
  expect(await check(null)).toMatchObject({
    to: [{ address: customer, name: 'Анна', standing: 'customer', isNew: false, suggestion: null }],
    cc: [
      { address: 'boris@customer.example', name: 'Борис', standing: 'organization', isNew: false },
      { address: 'petr@elsewhere.example', standing: 'outside', isNew: false },
    ],
    removed: [],
  })
  const colleague = await buildAgent(db, { name: 'Олег' })
  await db
    .insertInto('blocked_address')
    .values({
      address: 'gone@elsewhere.example',
      scope: 'all',
      cause: 'hard_bounce',
      blocked_at: clock.now(),
    })
    .execute()
  expect(
    await check({
      to: [customer, 'gone@elsewhere.example'],
      cc: [colleague.email, 'support+5@desk.example', 'ivan@gmial.com'],
      bcc: ['lena@customer.example'],
    }),
  ).toMatchObject({
    to: [{ standing: 'customer' }, { blocked: 'hard_bounce', isNew: true, standing: 'outside' }],
    cc: [
      { name: 'Олег', standing: 'colleague', isNew: true },
      { standing: 'ours', isNew: false },
      { suggestion: 'ivan@gmail.com' },
    ],
    bcc: [{ standing: 'organization', isNew: true }],
    removed: [{ address: 'boris@customer.example' }, { address: 'petr@elsewhere.example' }],
  })
})

test('whom the customer brings in after our reply is new until we have answered them once', async () => {
  const ticketId = await newTicket()
  await reply(ticketId)
  await message(ticketId, [{ address: 'new@elsewhere.example', name: 'Новый' }])
  const check = async () => (await post(`/tickets/${ticketId}/recipients`)).body.cc
  expect(await check()).toMatchObject([{ address: 'new@elsewhere.example', isNew: true }])
  // One that still waits has reached nobody.
  const { body } = await reply(ticketId, { undoSeconds: 30 })
  expect(await check()).toMatchObject([{ address: 'new@elsewhere.example', isNew: true }])
  await post(`/replies/${body.id}/send-now`)
  expect(await check()).toMatchObject([{ address: 'new@elsewhere.example', isNew: false }])
})

test('the route wants somebody who may, and addresses that are some', async () => {
  const path = '/tickets/1/recipients'
  expect((await ask({ method: 'POST', path, body: {} })).status).toBe(401)
  const powerless = await signedIn(db, await buildAgent(db, { role: ['customer.read'] }))
  expect((await ask({ method: 'POST', path, body: {}, as: powerless })).status).toBe(403)
  expect((await post(path, { chosen: { to: ['nobody'], cc: [], bcc: [] } })).status).toBe(400)
})
