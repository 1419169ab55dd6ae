import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { buildAgent, buildTeam, signedIn } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { emailDesk } from './email/email-desk.ts'
import { sweepOutbox } from './email/sending/sweep-outbox.ts'
import { sendMessage } from './send.ts'

const desk = await mailDesk()
const { db, sink, ask, as, clock, replyRow } = desk

/** Jobs that wait for their time run now; what they find due is by the clock. */
async function wake(): Promise<void> {
  await sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`.execute(db)
  await desk.work()
}
const inSeconds = (seconds: number) => new Date(clock.now().getTime() + seconds * 1000).toISOString()
const hour = 3600
const customer = 'anna@customer.example'
const boris = { address: 'boris@customer.example', name: 'Борис' }

type Cc = { address: string; name: string }[]
/** A message of the customer's, as the e-mail channel hands it over. */
function message(ticketId: number | null, cc: Cc = [], isAutomatic = false) {
  const inboxId = desk.inbox.id
  const at = clock.now()
  return buildMessage(db, {
    ticketId,
    email: customer,
    name: 'Анна',
    inboxId,
    cc,
    replyAll: cc,
    isAutomatic,
    at,
  })
}
const newTicket = async (cc: Cc = []): Promise<number> => (await message(null, cc)).ticketId
const reply = (ticketId: number, body: object = {}) =>
  ask({ method: 'POST', path: `/tickets/${ticketId}/replies`, body: { text: 'Включите его', ...body }, as })
const post = (path: string, body: object = {}) => ask({ method: 'POST', path, body, as })
const cancel = (id: number, isReturned = false) => post(`/replies/${id}/cancel`, { isReturned })
const schedule = (id: number, body: object) =>
  ask({ method: 'PUT', path: `/replies/${id}/schedule`, body, as })
const get = async (path: string) => (await ask({ method: 'GET', path, as })).body
const ticketRow = (id: number) =>
  db.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const eventTypes = async (ticketId: number) =>
  (await db.selectFrom('event').select('type').where('ticket_id', '=', ticketId).orderBy('id').execute()).map(
    (row) => row.type,
  )
/** The customer answers in the same conversation. */
const customerWrites = (ticketId: number) => message(ticketId)
const statusId = async (category: string) =>
  (
    await db
      .selectFrom('ticket_status')
      .select('id')
      .where('category', '=', category as 'solved')
      .where('is_default', '=', true)
      .executeTakeFirstOrThrow()
  ).id
async function update(ticketId: number, category: string): Promise<void> {
  const { version } = await ticketRow(ticketId)
  const answer = await ask({
    method: 'PATCH',
    path: `/tickets/${ticketId}`,
    body: { version, statusId: await statusId(category) },
    as,
  })
  expect(answer.status).toBe(200)
}
const letters = (ticketId: number) =>
  sink.letters.filter((one) => one.letter.subject?.includes(`[HD-${ticketId}]`)).length

describe('seconds to undo', () => {
  test('a reply waits, then goes by itself, once, and only then is it told of', async () => {
    const ticketId = await newTicket()
    const before = letters(ticketId)
    const paused = await statusId('paused')
    const { body } = await reply(ticketId, { undoSeconds: 10, statusId: paused })
    expect(body.delivery).toMatchObject({ state: 'queued', releasedAt: null })
    expect(Date.parse(body.delivery.sendAt)).toBeGreaterThan(clock.now().getTime() + 5000)
    await desk.work()
    await wake()
    expect(letters(ticketId)).toBe(before)
    // The ticket moves at once: nobody picks it up to answer it a second time.
    expect(await ticketRow(ticketId)).toMatchObject({ status_id: paused, waiting_since: null })
    expect(await eventTypes(ticketId)).toEqual(['ticket.created', 'reply.waiting'])

    clock.forward(11)
    await wake()
    expect(letters(ticketId)).toBe(before + 1)
    expect(await replyRow(body.id)).toMatchObject({ delivery_state: 'sent', moved: null })
    expect(await eventTypes(ticketId)).toEqual([
      'ticket.created',
      'reply.waiting',
      'reply.created',
      'ticket.updated',
      'reply.sent',
    ])
    expect((await cancel(body.id)).body.error.name).toBe('too_late')
  })

  test('undone: nothing goes, the ticket is as it was, words, files and recipients are a draft again', async () => {
    const ticketId = await newTicket([boris])
    const was = await ticketRow(ticketId)
    const file = await desk.app.inject({
      method: 'POST',
      url: '/api/v1/files?name=plan.txt',
      headers: { ...as, 'content-type': 'text/plain' },
      payload: 'plan',
    })
    const { id: fileId } = file.json<{ id: number }>()
    const html = '<p>Включите <strong>его</strong></p>'
    const { body } = await reply(ticketId, {
      html,
      text: undefined,
      fileIds: [fileId],
      undoSeconds: 30,
      statusId: await statusId('solved'),
      to: [customer],
      cc: ['boris@customer.example'],
      bcc: ['chief@desk.example'],
    })
    expect(body.files).toHaveLength(1)
    const undone = await cancel(body.id, true)
    expect(undone.status).toBe(200)
    expect(undone.body.reply.delivery.state).toBe('cancelled')
    const recipients = { to: [customer], cc: ['boris@customer.example'], bcc: ['chief@desk.example'] }
    expect(undone.body.draft).toMatchObject({ kind: 'reply', html, fileIds: [fileId], recipients })
    expect(await get(`/tickets/${ticketId}/draft`)).toMatchObject({
      draft: { kind: 'reply', html, fileIds: [fileId], recipients, files: [{ name: 'plan.txt' }] },
    })
    const { version: _version, updated_at: _at, ...now } = await ticketRow(ticketId)
    expect(now).toMatchObject(
      (({ version: _v, updated_at: _u, assignee_id: _a, ...rest }) => ({ ...rest, assignee_id: null }))(was),
    )
    const before = letters(ticketId)
    clock.forward(60)
    await wake()
    await sendMessage(desk.platform, { replyId: body.id })
    expect(letters(ticketId)).toBe(before)

    // It can be sent again as it is, and the line of what was undone stays.
    const again = await reply(ticketId, {
      html,
      text: undefined,
      fileIds: [fileId],
      ...recipients,
      seenPostId: body.id - 1,
    })
    expect(again.status).toBe(201)
    await desk.work()
    expect(letters(ticketId)).toBe(before + 1)
    const feed = await get(`/tickets/${ticketId}/feed`)
    expect(
      feed.items.map((item: { delivery?: { state: string } }) => item.delivery?.state).filter(Boolean),
    ).toEqual(['cancelled', 'sent'])
  })

  test('what somebody changed meanwhile stays changed', async () => {
    const ticketId = await newTicket()
    const { body } = await reply(ticketId, { undoSeconds: 30, statusId: await statusId('paused') })
    await update(ticketId, 'solved')
    await customerWrites(ticketId)
    const { status_category: category, snippet, waiting_since: waiting } = await ticketRow(ticketId)
    await cancel(body.id)
    expect(await ticketRow(ticketId)).toMatchObject({
      status_category: category,
      snippet,
      waiting_since: waiting,
    })
  })

  test('undone twice is undone once; a reply begun since stays below the words that come back', async () => {
    const ticketId = await newTicket()
    const { body } = await reply(ticketId, { html: '<p>one</p>', text: undefined, undoSeconds: 30 })
    await ask({
      method: 'PUT',
      path: `/tickets/${ticketId}/draft`,
      body: { kind: 'reply', html: '<p>two</p>', version: 0 },
      as,
    })
    expect((await cancel(body.id, true)).body.draft.html).toBe('<p>one</p><p>two</p>')
    expect((await cancel(body.id)).status).toBe(200)
    expect((await eventTypes(ticketId)).filter((type) => type === 'reply.cancelled')).toHaveLength(1)
  })

  test('cancelling races the hand-over: it is cancelled and never goes, or it goes and that is said', async () => {
    const ticketId = await newTicket()
    let wins = 0
    const rounds = 40
    for (let round = 0; round < rounds; round++) {
      const { body } = await reply(ticketId, { text: `Гонка ${round}.`, undoSeconds: 1 })
      clock.forward(2)
      // Whoever comes first by a hair, now one and now the other; in some rounds one is through before the other begins.
      const send = () => sendMessage(desk.platform, { replyId: body.id })
      const stop = () => cancel(body.id)
      const [first, second] = round % 2 === 0 ? [send, stop] : [stop, send]
      const begun = first()
      await (round % 10 < 2 ? begun : delay(round % 10))
      const results = await Promise.all([begun, second(), send(), stop()])
      const answers = results.filter((result) => result !== undefined)
      await wake()
      const row = await replyRow(body.id)
      const sent = sink.letters.filter((one) => one.letter.text?.includes(`Гонка ${round}.`)).length
      if (answers.every((answer) => answer.status === 200)) {
        wins++
        expect([row.delivery_state, sent]).toEqual(['cancelled', 0])
      } else {
        expect(answers.map((answer) => answer.body.error?.name)).toEqual(['too_late', 'too_late'])
        expect([row.delivery_state, sent]).toEqual(['sent', 1])
      }
    }
    expect(wins).toBeGreaterThan(0)
    expect(wins).toBeLessThan(rounds)
  })
})

describe('send later', () => {
  test('goes at its time, moves the ticket then, and is dated then', async () => {
    const ticketId = await newTicket()
    const before = letters(ticketId)
    const paused = await statusId('paused')
    const sendAt = inSeconds(hour)
    const { body } = await reply(ticketId, { sendAt, statusId: paused, text: 'Завтра починим' })
    expect(body.delivery).toMatchObject({ state: 'scheduled', sendAt, ifCustomerWrites: 'ask' })
    const waiting = await ticketRow(ticketId)
    expect(waiting).toMatchObject({ status_category: 'new' })
    expect(waiting.waiting_since).not.toBeNull()
    expect(waiting.assignee_id).not.toBeNull()
    await wake()
    expect(letters(ticketId)).toBe(before)
    clock.forward(hour + 1)
    await wake()
    expect(letters(ticketId)).toBe(before + 1)
    const [letter] = sink.letters.slice(-1)
    expect(Date.parse(letter?.header('date') ?? '')).toBeGreaterThan(Date.parse(sendAt) - 1000)
    expect(await ticketRow(ticketId)).toMatchObject({ status_id: paused, waiting_since: null })
    const feed = await get(`/tickets/${ticketId}/feed`)
    const shown = feed.items.find((item: { kind: string }) => item.kind === 'reply')
    expect(shown.delivery).toMatchObject({ state: 'sent', sendAt: null })
    expect(Date.parse(shown.delivery.releasedAt)).toBeGreaterThanOrEqual(Date.parse(sendAt))
  })

  test('the customer writes first: it is held, whoever has the ticket is told, and a person decides', async () => {
    const ticketId = await newTicket()
    const { body } = await reply(ticketId, { sendAt: inSeconds(hour) })
    const before = letters(ticketId)
    await customerWrites(ticketId)
    expect(await replyRow(body.id)).toMatchObject({
      delivery_state: 'held',
      delivery_error: 'customer_wrote',
    })
    expect(await eventTypes(ticketId)).toContain('reply.held')
    expect(await get(`/tickets/${ticketId}`)).toMatchObject({ isUnread: true, hasHeldReply: true })
    clock.forward(hour + 1)
    await wake()
    expect(letters(ticketId)).toBe(before)
    const now = await post(`/replies/${body.id}/send-now`)
    expect(now).toMatchObject({ status: 200, body: { delivery: { state: 'queued' } } })
    await desk.work()
    expect(letters(ticketId)).toBe(before + 1)
    expect((await post(`/replies/${body.id}/send-now`)).body.error.name).toBe('too_late')
  })

  test('the customer writes first and it was to be cancelled then', async () => {
    const ticketId = await newTicket()
    const { body } = await reply(ticketId, { sendAt: inSeconds(hour), ifCustomerWrites: 'cancel' })
    const before = letters(ticketId)
    await customerWrites(ticketId)
    expect(await replyRow(body.id)).toMatchObject({
      delivery_state: 'cancelled',
      delivery_error: 'customer_wrote',
    })
    clock.forward(hour + 1)
    await wake()
    expect(letters(ticketId)).toBe(before)
    expect((await post(`/replies/${body.id}/send-now`)).body.error.name).toBe('not_waiting')
    expect((await cancel(body.id, true)).body.draft.html).toBe('<p>Включите его</p>')
  })

  test('an answering machine is no customer: the reply still goes', async () => {
    const ticketId = await newTicket()
    const { body } = await reply(ticketId, { sendAt: inSeconds(hour) })
    await message(ticketId, [], true)
    expect((await replyRow(body.id)).delivery_state).toBe('scheduled')
  })

  test('held replies can be given another time, and that decision counts from then', async () => {
    const ticketId = await newTicket()
    const { body } = await reply(ticketId, { sendAt: inSeconds(hour) })
    await customerWrites(ticketId)
    const again = await schedule(body.id, { sendAt: inSeconds(2 * hour), ifCustomerWrites: 'cancel' })
    expect(again.body.delivery).toMatchObject({ state: 'scheduled', error: null, ifCustomerWrites: 'cancel' })
    const before = letters(ticketId)
    clock.forward(hour + 60)
    await wake()
    expect(letters(ticketId)).toBe(before)
    clock.forward(hour)
    await wake()
    expect(letters(ticketId)).toBe(before + 1)
  })

  test.each(['solved', 'closed'])('a ticket that was %s meanwhile makes us ask', async (category) => {
    const ticketId = await newTicket()
    const { body } = await reply(ticketId, { sendAt: inSeconds(hour) })
    clock.forward(60)
    await update(ticketId, category)
    const before = letters(ticketId)
    clock.forward(hour)
    await wake()
    expect(letters(ticketId)).toBe(before)
    expect(await replyRow(body.id)).toMatchObject({
      delivery_state: 'held',
      delivery_error: `ticket_${category}`,
    })
    // One scheduled for a ticket that was done already is meant so.
    const late = await reply(ticketId, { sendAt: inSeconds(hour) })
    clock.forward(hour + 1)
    await wake()
    expect((await replyRow(late.body.id)).delivery_state).toBe('sent')
    expect((await ticketRow(ticketId)).status_category).toBe(category)
  })

  test('so does a ticket that was merged into another', async () => {
    const [ticketId, other] = [await newTicket(), await newTicket()]
    const { body } = await reply(ticketId, { sendAt: inSeconds(hour) })
    await db.updateTable('ticket').set({ merged_into_id: other }).where('id', '=', ticketId).execute()
    clock.forward(hour + 1)
    await wake()
    expect(await replyRow(body.id)).toMatchObject({
      delivery_state: 'held',
      delivery_error: 'ticket_merged',
    })
  })

  test('a lost job is found again', async () => {
    const ticketId = await newTicket()
    const { body } = await reply(ticketId, { sendAt: inSeconds(hour) })
    await sql`delete from graphile_worker._private_jobs`.execute(db)
    expect(await sweepOutbox(emailDesk(desk.platform), 60)).toBe(0)
    clock.forward(hour + 120)
    expect(await sweepOutbox(emailDesk(desk.platform), 60)).toBe(1)
    await desk.work()
    expect((await replyRow(body.id)).delivery_state).toBe('sent')
  })

  test.each([[-1], [400 * 24 * hour]])('a time %s seconds away is refused', async (seconds) => {
    const ticketId = await newTicket()
    const answer = await reply(ticketId, { sendAt: inSeconds(seconds) })
    expect(answer).toMatchObject({ status: 400, body: { error: { fields: [{ path: 'body.sendAt' }] } } })
  })
})

describe('the routes', () => {
  const paths = [
    ['POST', '/replies/1/cancel'],
    ['PUT', '/replies/1/schedule'],
    ['POST', '/replies/1/send-now'],
  ] as const

  test.each(paths)('%s %s wants somebody who may', async (method, path) => {
    expect((await ask({ method, path, body: {} })).status).toBe(401)
    const powerless = await signedIn(db, await buildAgent(db, { role: ['customer.read'] }))
    expect((await ask({ method, path, body: {}, as: powerless })).status).toBe(403)
  })

  test.each([
    ['POST', '/replies/x/cancel', {}],
    ['POST', '/replies/1/cancel', { isReturned: 'x' }],
    ['PUT', '/replies/1/schedule', { sendAt: 'tomorrow' }],
    ['POST', '/replies/x/send-now', {}],
  ] as const)('%s %s answers nonsense by name', async (method, path, body) => {
    expect(await ask({ method, path, body, as })).toMatchObject({
      status: 400,
      body: { error: { name: 'invalid_input' } },
    })
  })

  test('a ticket out of sight is not found, whoever knows the number of its reply', async () => {
    const ticketId = await newTicket()
    const { body } = await reply(ticketId, { undoSeconds: 30 })
    const { id: team } = await buildTeam(db, { isIsolated: true })
    const limited = await signedIn(db, await buildAgent(db, { teamIds: [team] }))
    for (const [method, path, input] of [
      ['POST', `/replies/${body.id}/cancel`, {}],
      ['PUT', `/replies/${body.id}/schedule`, { sendAt: inSeconds(hour) }],
      ['POST', `/replies/${body.id}/send-now`, {}],
      ['POST', `/tickets/${ticketId}/recipients`, {}],
    ] as const) {
      expect((await ask({ method, path, body: input, as: limited })).status).toBe(404)
    }
  })
})
