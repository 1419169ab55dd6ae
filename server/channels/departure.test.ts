import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { blockAddress, blockedAmong } from '#server/customers/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { mailDesk } from '#test/mail-desk.ts'

const desk = await mailDesk()
const { db, sink, ask, as, clock, replyRow } = desk
beforeEach(() => db.deleteFrom('blocked_address').execute())

/** Jobs that wait for their time run now; what they find due is by the clock. */
async function wake(): Promise<void> {
  await sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`.execute(db)
  await desk.work()
}
const hour = 3600
const inSeconds = (seconds: number) => new Date(clock.now().getTime() + seconds * 1000).toISOString()
const boris = { address: 'boris@customer.example', name: 'Борис' }
function customerWrites(ticketId: number | null, cc: { address: string; name: string }[] = []) {
  const from = { email: 'anna@customer.example', name: 'Анна', inboxId: desk.inbox.id, at: clock.now() }
  return buildMessage(db, { ...from, ticketId, cc, replyAll: cc })
}
const newTicket = async (cc: { address: string; name: string }[] = []) =>
  (await customerWrites(null, cc)).ticketId
const post = (path: string, body: object = {}) => ask({ method: 'POST', path, body, as })
const reply = (ticketId: number, body: object = {}) =>
  post(`/tickets/${ticketId}/replies`, { text: 'Включите его', ...body })
const schedule = (id: number, body: object) =>
  ask({ method: 'PUT', path: `/replies/${id}/schedule`, body, as })
const ticketRow = (id: number) =>
  db.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const eventTypes = async (ticketId: number) =>
  (await db.selectFrom('event').select('type').where('ticket_id', '=', ticketId).orderBy('id').execute()).map(
    (row) => row.type,
  )
const letters = (ticketId: number) =>
  sink.letters.filter((one) => one.letter.subject?.includes(`[HD-${ticketId}]`)).length

const block = (address: string) =>
  inTransaction(db, (tx) =>
    blockAddress(tx, { address, scope: 'all', cause: 'hard_bounce', expiresAt: null }, clock.now()),
  )

test('an address that has been blocked since makes us ask; whoever sends it all the same lifts the block', async () => {
  const ticketId = await newTicket([boris])
  const { body } = await reply(ticketId, { sendAt: inSeconds(hour) })
  const before = letters(ticketId)
  await block(boris.address)
  clock.forward(hour + 1)
  await wake()
  expect(letters(ticketId)).toBe(before)
  expect(await replyRow(body.id)).toMatchObject({
    delivery_state: 'held',
    delivery_error: 'recipient_blocked',
  })
  expect(await eventTypes(ticketId)).toContain('reply.held')
  // Another time is no word on the address.
  await schedule(body.id, { sendAt: inSeconds(hour) })
  clock.forward(hour + 1)
  await wake()
  expect((await replyRow(body.id)).delivery_state).toBe('held')
  await post(`/replies/${body.id}/send-now`)
  await desk.work()
  expect(letters(ticketId)).toBe(before + 1)
  expect(await blockedAmong(db, [boris.address], clock.now())).toEqual([])
})

test('so it does when it is sent before its time, and within the seconds to undo', async () => {
  const ticketId = await newTicket([boris])
  const scheduled = await reply(ticketId, { sendAt: inSeconds(hour) })
  await block(boris.address)
  const asked = await post(`/replies/${scheduled.body.id}/send-now`)
  expect(asked.body.delivery).toMatchObject({ state: 'held', error: 'recipient_blocked' })
  const sent = await post(`/replies/${scheduled.body.id}/send-now`)
  expect(sent.body.delivery.state).toBe('queued')

  await customerWrites(ticketId, [boris])
  const was = await ticketRow(ticketId)
  const undoable = await reply(ticketId, { undoSeconds: 10 })
  await block(boris.address)
  clock.forward(11)
  await wake()
  expect((await replyRow(undoable.body.id)).delivery_state).toBe('held')
  await post(`/replies/${undoable.body.id}/cancel`)
  expect(await ticketRow(ticketId)).toMatchObject({
    waiting_since: was.waiting_since,
    post_count: was.post_count,
  })
})

test('whoever wrote a reply that is held, and whoever has its ticket, are told at once', async () => {
  const colleague = await buildAgent(db, { name: 'Олег' })
  const ticketId = await newTicket()
  const { body } = await reply(ticketId, { sendAt: inSeconds(hour) })
  await db.updateTable('ticket').set({ assignee_id: colleague.id }).where('id', '=', ticketId).execute()
  const heard = new Promise((resolve) => {
    const stop = desk.platform.notices.listen((notice) => {
      if (notice.topic !== 'reply.held') return
      stop()
      resolve(notice)
    })
  })
  await customerWrites(ticketId)
  const writerId = (await replyRow(body.id)).agent_id
  expect(await heard).toEqual({
    topic: 'reply.held',
    ticketId,
    reason: 'customer_wrote',
    isCancelled: false,
    agentIds: [writerId, colleague.id],
  })
})
