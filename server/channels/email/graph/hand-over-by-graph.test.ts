import { expect, test } from 'vitest'
import { emailDesk } from '#server/channels/email/email-desk.ts'
import { parseLetter } from '#server/channels/email/reading/parse.ts'
import { settleOrphans } from '#server/channels/email/sending/sweep-outbox.ts'
import { buildConnection } from '#test/builders/connection.ts'
import { buildInbox } from '#test/builders/inbox.ts'
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

/** As a sender that was killed in the middle leaves a letter of its own. */
async function inDoubt(replyId: number, inboxId = desk.inbox.id): Promise<void> {
  await db
    .updateTable('outbound_letter')
    .set({ state: 'unconfirmed', inbox_id: inboxId, handed_over_at: clock.now(), sent_at: null })
    .where('reply_id', '=', replyId)
    .execute()
  await db.updateTable('reply').set({ delivery_state: 'unconfirmed' }).where('id', '=', replyId).execute()
}
const sendError = async (inboxId: number) =>
  (await db.selectFrom('inbox').select('send_error').where('id', '=', inboxId).executeTakeFirst())?.send_error

test('a mailbox that cannot be asked keeps no other from being asked, and says so until it answers', async () => {
  const other = await buildInbox(platform, { address: 'nobody@desk.example' })
  await db.updateTable('inbox').set({ sends_by: 'graph' }).where('id', '=', other.id).execute()
  await buildConnection(platform, other.id, provider, { provider: 'microsoft', grantKind: 'application' })
  const id = await ticket()
  const [lost, found] = [await desk.answer(id, {}), await desk.answer(id, {})]
  await inDoubt(lost.id, other.id)
  await inDoubt(found.id)
  const email = emailDesk(platform)
  expect(await confirmSent(email)).toBe(1)
  expect((await replyRow(found.id)).delivery_state).toBe('sent')
  expect((await replyRow(lost.id)).delivery_state).toBe('unconfirmed')
  expect(await sendError(other.id)).toContain('ErrorInvalidUser')
  expect(await sendError(desk.inbox.id)).toBeNull()
  await inDoubt(lost.id)
  await inDoubt(found.id)
  graph.trouble({ on: '/sentitems/', status: 500, code: 'InternalServerError' })
  expect(await confirmSent(email)).toBe(0)
  expect(await sendError(desk.inbox.id)).toContain('InternalServerError')
  expect(await confirmSent(email)).toBe(2)
  expect(await sendError(desk.inbox.id)).toBeNull()
  await db.deleteFrom('mail_connection').where('inbox_id', '=', other.id).execute()
})

test('an earlier letter that is found says nothing of a reply that was sent once more since', async () => {
  const reply = await desk.answer(await ticket(), {})
  await inDoubt(reply.id)
  const { id } = await outboxRow(reply.id)
  const path = `/outbox/letter/${id}/resend`
  const again = await desk.ask({ method: 'POST', path, body: { to: ['new@b.example'] }, as: desk.as })
  expect(again.status).toBe(201)
  expect(await confirmSent(emailDesk(platform))).toBe(1)
  expect(await outboxRow(reply.id)).toMatchObject({ id, state: 'sent' })
  expect((await replyRow(reply.id)).delivery_state).toBe('queued')
  await desk.work()
  expect(parseLetter(graph.sent.at(-1) ?? Buffer.alloc(0)).to).toMatchObject([{ address: 'new@b.example' }])
  expect((await replyRow(reply.id)).delivery_state).toBe('sent')
})

test('what came back is sent anew: its copy in Sent Items is not taken for the new letter', async () => {
  const reply = await desk.answer(await ticket(), {})
  const first = await outboxRow(reply.id)
  const sent = graph.sent.length
  await db
    .updateTable('outbound_letter')
    .set({ state: 'failed', error: 'bounced', accepted: [] })
    .where('id', '=', first.id)
    .execute()
  await db
    .updateTable('reply')
    .set({ delivery_state: 'failed', delivery_error: 'bounced' })
    .where('id', '=', reply.id)
    .execute()
  graph.trouble({ on: '/sendMail', status: 429, retryAfter: 60 })
  const path = `/outbox/letter/${first.id}/retry`
  const again = await desk.ask({ method: 'POST', path, as: desk.as })
  expect(again.body).toMatchObject({ state: 'queued', resendOfId: first.id })
  await desk.work()
  expect((await replyRow(reply.id)).delivery_state).toBe('queued')
  await later(reply.id)
  expect((await replyRow(reply.id)).delivery_state).toBe('sent')
  expect(graph.sent.length - sent).toBe(1)
})

test('a letter in doubt that a person sends again is looked for first: what has gone is not doubled', async () => {
  const reply = await desk.answer(await ticket(), {})
  await inDoubt(reply.id)
  const sent = graph.sent.length
  await desk.ask({ method: 'POST', path: `/replies/${reply.id}/send`, as: desk.as })
  await desk.work()
  expect((await replyRow(reply.id)).delivery_state).toBe('sent')
  expect(graph.sent.length).toBe(sent)
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
