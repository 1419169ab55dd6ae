import { expect, test } from 'vitest'
import { emailDesk } from '#server/channels/email/email-desk.ts'
import { parseLetter } from '#server/channels/email/parse.ts'
import { settleOrphans } from '#server/channels/email/sweep-outbox.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { graphDesk } from '#test/graph-desk.ts'
import { confirmSent } from './confirm-sent.ts'

const desk = await graphDesk({ grantKind: 'application' })
const { graph, db, provider, platform, clock, replyRow } = desk

/** A ticket of a customer who wrote by Graph. */
async function ticket(): Promise<number> {
  graph.deliver(buildLetter())
  await desk.look()
  await desk.work()
  return (await desk.lastLetter()).ticket_id ?? 0
}
const outboxRow = (replyId: number) =>
  db.selectFrom('outbound_letter').selectAll().where('reply_id', '=', replyId).executeTakeFirstOrThrow()
/** Lets the time of the next try come. */
async function later(replyId: number): Promise<void> {
  const { next_try_at: at } = await outboxRow(replyId)
  clock.forward(Math.ceil((at.getTime() - clock.now().getTime()) / 1000) + 1)
  await db
    .updateTable('outbound_letter')
    .set({ next_try_at: new Date() })
    .where('reply_id', '=', replyId)
    .execute()
  const { rows } = await platform.database.pool.query<{ id: string }>(
    `select graphile_worker.add_job('message.send', json_build_object('replyId', $1::bigint), job_key := 'message.send ' || $1)`,
    [replyId],
  )
  expect(rows).toHaveLength(1)
  await desk.work()
}

test('an answer goes out as its own MIME, with its Message-ID, to all that are meant', async () => {
  const id = await ticket()
  const reply = await desk.answer(id, { text: 'By Graph', cc: ['cc@b.example'], bcc: ['bcc@b.example'] })
  expect(reply.delivery_state).toBe('sent')
  const raw = graph.sent.at(-1) ?? Buffer.alloc(0)
  const letter = parseLetter(raw)
  const { message_id: messageId } = await outboxRow(reply.id)
  expect(raw.toString()).toContain(messageId)
  expect(raw.toString()).toMatch(/^Bcc: bcc@b\.example\r$/m)
  expect(letter.text).toContain('By Graph')
  expect(graph.requests).toContain('POST /v1.0/users/support@desk.example/sendMail')
})

test('429 waits as long as asked, 503 backs off, and neither sends twice', async () => {
  const id = await ticket()
  graph.trouble({ on: '/sendMail', status: 429, retryAfter: 600, code: 'TooManyRequests' })
  const sent = graph.sent.length
  const reply = await desk.answer(id, {})
  const row = await outboxRow(reply.id)
  expect(row).toMatchObject({ state: 'queued', error: 'postponed', attempts: 1 })
  expect(row.next_try_at.getTime() - clock.now().getTime()).toBeGreaterThan(590_000)
  graph.trouble({ on: '/sendMail', status: 503, code: 'ServiceUnavailable' })
  await later(reply.id)
  expect(await outboxRow(reply.id)).toMatchObject({ state: 'queued', attempts: 2 })
  await later(reply.id)
  expect((await replyRow(reply.id)).delivery_state).toBe('sent')
  expect(graph.sent.length - sent).toBe(1)
})

test('another 4xx stops the letter visibly', async () => {
  const id = await ticket()
  graph.trouble({ on: '/sendMail', status: 400, code: 'ErrorInvalidRecipients' })
  const reply = await desk.answer(id, {})
  expect(reply).toMatchObject({ delivery_state: 'failed', delivery_error: 'recipient_refused' })
})

test('a letter too large for Graph is not tried', async () => {
  const id = await ticket()
  const sent = graph.sent.length
  const reply = await desk.answer(id, { text: 'x'.repeat(200_000).concat('\n'), html: undefined })
  expect(reply.delivery_state).toBe('sent')
  expect(graph.sent.length - sent).toBe(1)
})

test('500 after the letter was taken: found in Sent Items, it has gone, once', async () => {
  const id = await ticket()
  const sent = graph.sent.length
  graph.trouble({ on: '/sendMail', status: 502, isCarriedOut: true })
  const reply = await desk.answer(id, {})
  expect(reply.delivery_state).toBe('sent')
  expect(graph.sent.length - sent).toBe(1)
})

test('500 before it was taken: the next try looks into Sent Items first and then sends', async () => {
  const id = await ticket()
  const sent = graph.sent.length
  graph.trouble({ on: '/sendMail', status: 500 })
  const reply = await desk.answer(id, {})
  expect(reply.delivery_state).toBe('queued')
  graph.requests.length = 0
  await later(reply.id)
  expect((await replyRow(reply.id)).delivery_state).toBe('sent')
  const [look, send] = graph.requests
  expect([look, send]).toEqual([
    'GET /v1.0/users/support@desk.example/mailFolders/sentitems/messages',
    'POST /v1.0/users/support@desk.example/sendMail',
  ])
  expect(graph.sent.length - sent).toBe(1)
})

test('no answer: found in Sent Items it is sent, else it is unconfirmed and never repeated by itself', async () => {
  const id = await ticket()
  const sent = graph.sent.length
  graph.trouble({ on: '/sendMail', status: 0, isCut: true, isCarriedOut: true })
  expect((await desk.answer(id, {})).delivery_state).toBe('sent')
  graph.trouble({ on: '/sendMail', status: 0, isCut: true })
  const reply = await desk.answer(id, {})
  expect(reply.delivery_state).toBe('unconfirmed')
  await desk.work()
  expect(graph.sent.length - sent).toBe(1)
})

test('a sender that was killed in the middle: Sent Items tells later whether the letter went', async () => {
  const id = await ticket()
  const reply = await desk.answer(id, {})
  const handed = new Date()
  await db
    .updateTable('outbound_letter')
    .set({ state: 'handing_over', sender_id: 999_999, handed_over_at: handed, sent_at: null })
    .where('reply_id', '=', reply.id)
    .execute()
  await db.updateTable('reply').set({ delivery_state: 'queued' }).where('id', '=', reply.id).execute()
  const email = emailDesk(platform)
  expect(await settleOrphans(email)).toBe(1)
  expect((await replyRow(reply.id)).delivery_state).toBe('unconfirmed')
  await db
    .updateTable('outbound_letter')
    .set({ handed_over_at: clock.now() })
    .where('reply_id', '=', reply.id)
    .execute()
  expect(await confirmSent(email)).toBe(1)
  expect((await replyRow(reply.id)).delivery_state).toBe('sent')
})

test('while access is lost letters wait however long, and go by themselves when it is back, once', async () => {
  const id = await ticket()
  const sent = graph.sent.length
  provider.changeSecret('expired')
  clock.forward(2 * 3600)
  const reply = await desk.answer(id, {})
  expect(await outboxRow(reply.id)).toMatchObject({ state: 'queued', error: 'not_connected', attempts: 0 })
  for (let day = 0; day < 20; day++) await later(reply.id)
  expect(await outboxRow(reply.id)).toMatchObject({ state: 'queued', attempts: 0 })
  expect((await replyRow(reply.id)).delivery_state).toBe('queued')
  provider.changeSecret('desk secret')
  const check = await desk.ask({
    method: 'POST',
    path: `/inboxes/${desk.inbox.id}/connection/checks`,
    as: desk.as,
  })
  expect(check.body.state).toBe('connected')
  await desk.work()
  expect((await replyRow(reply.id)).delivery_state).toBe('sent')
  expect(graph.sent.length - sent).toBe(1)
})
