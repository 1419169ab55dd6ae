import { expect, test } from 'vitest'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { testDatabase } from '#test/database.ts'
import { answerAsCustomer } from './answer-as-customer.ts'
import { closeAsCustomer } from './close-as-customer.ts'
import { getCustomerTicket } from './get-customer-ticket.ts'
import { listCustomerTickets } from './list-customer-tickets.ts'
import { openCustomerFile } from './open-customer-file.ts'
import type { Visitor } from './visitor.ts'

const { db } = await testDatabase()
/** After every message, which are of the moment they are built. */
const now = new Date(Date.now() + 60_000)

async function customerOf(ticketId: number): Promise<Visitor> {
  const row = await db
    .selectFrom('ticket')
    .select('customer_id')
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow()
  return { customerId: row.customer_id, organizationId: null, language: 'ru' }
}

/** A reply as it stands when the outbox is done with it, or not yet. */
async function sent(ticketId: number, text: string, to: string[], more: object = {}): Promise<number> {
  const { id } = await db
    .insertInto('reply')
    .values({
      ticket_id: ticketId,
      channel: 'email',
      created_at: now,
      text,
      to_addresses: JSON.stringify(to.map((address) => ({ address, name: '' }))),
      cc_addresses: '[]',
      bcc_addresses: '[]',
      delivery_state: 'sent',
      ...more,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function fileOn(carrier: object): Promise<number> {
  const sha256 = Buffer.alloc(32, Math.floor(Math.random() * 250))
  await db
    .insertInto('blob')
    .values({ sha256, size_bytes: 3, created_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const row = { sha256, name: 'a.txt', mime: 'text/plain', size_bytes: 3, created_at: now, content_id: null }
  const { id } = await db
    .insertInto('file')
    .values({ ...row, ...carrier })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

const texts = async (visitor: Visitor, id: number) =>
  (await getCustomerTicket(db, visitor, id)).posts.map((post) => post.text)

test('a customer sees what they wrote and what was sent to them; not what was sent to others, waits, or was noted', async () => {
  const { ticketId } = await buildMessage(db, { email: 'irina@shop.example', text: 'Где мой заказ?' })
  const irina = await customerOf(ticketId)
  await sent(ticketId, 'Ответ Ирине', ['irina@shop.example'])
  await sent(ticketId, 'Склад, где заказ?', ['store@supplier.example'])
  await sent(ticketId, 'Ещё не ушло', ['irina@shop.example'], { send_at: now, delivery_state: 'scheduled' })
  await sent(ticketId, 'Отменено', ['irina@shop.example'], { delivery_state: 'cancelled' })
  await buildMessage(db, {
    ticketId,
    email: 'store@supplier.example',
    text: 'Заказ потеряли, ей не говорите',
  })
  const shown = { to: [{ address: 'irina@shop.example', name: '' }] }
  await buildMessage(db, {
    ticketId,
    email: 'manager@shop.example',
    text: 'Я её руководитель',
    ...shown,
    at: new Date(now.getTime() + 1),
  })
  const note = await db
    .insertInto('note')
    .values({ ticket_id: ticketId, created_at: now, text: 'Тайная заметка' })
    .returning('id')
    .executeTakeFirstOrThrow()
  expect(await texts(irina, ticketId)).toEqual(['Где мой заказ?', 'Ответ Ирине', 'Я её руководитель'])
  const secret = await fileOn({ note_id: note.id })
  await expect(openCustomerFile(db, irina, secret)).rejects.toMatchObject({ failure: 'not_found' })
})

test('another’s ticket, and its file, is the same as none', async () => {
  const theirs = await buildMessage(db)
  const mine = await buildMessage(db)
  const visitor = await customerOf(mine.ticketId)
  const fileId = await fileOn({ customer_message_id: theirs.customerMessageId })
  const notFound = { failure: 'not_found' }
  await expect(getCustomerTicket(db, visitor, theirs.ticketId)).rejects.toMatchObject(notFound)
  await expect(getCustomerTicket(db, visitor, 999_999)).rejects.toMatchObject(notFound)
  await expect(openCustomerFile(db, visitor, fileId)).rejects.toMatchObject(notFound)
  const answer = { text: 'Впустите', files: [], channel: 'portal' } as const
  const write = inTransaction(db, (tx) => answerAsCustomer(tx, visitor, theirs.ticketId, answer, now))
  await expect(write).rejects.toMatchObject(notFound)
  const close = inTransaction(db, (tx) => closeAsCustomer(tx, visitor, theirs.ticketId, now))
  await expect(close).rejects.toMatchObject(notFound)
  const { items } = await listCustomerTickets(db, visitor, { limit: 50 })
  expect(items.map((item) => item.id)).toEqual([mine.ticketId])
  expect((await openCustomerFile(db, await customerOf(theirs.ticketId), fileId)).name).toBe('a.txt')
})

test('what went into somebody else’s ticket is read by neither from the other', async () => {
  const gone = await buildMessage(db, { email: 'a@one.example', text: 'Вопрос первого' })
  const target = await buildMessage(db, { email: 'b@two.example', text: 'Вопрос второго' })
  const [a, b] = [await customerOf(gone.ticketId), await customerOf(target.ticketId)]
  const chatReply = await sent(gone.ticketId, 'Сказано первому в чате', [], {
    channel: 'chat',
    customer_id: a.customerId,
  })
  await db
    .updateTable('customer_message')
    .set({ ticket_id: target.ticketId })
    .where('id', '=', gone.customerMessageId)
    .execute()
  await db.updateTable('reply').set({ ticket_id: target.ticketId }).where('id', '=', chatReply).execute()
  await db
    .updateTable('ticket')
    .set({ merged_into_id: target.ticketId })
    .where('id', '=', gone.ticketId)
    .execute()
  expect(await texts(b, target.ticketId)).toEqual(['Вопрос второго'])
  await expect(getCustomerTicket(db, a, target.ticketId)).rejects.toMatchObject({ failure: 'not_found' })
  await expect(getCustomerTicket(db, a, gone.ticketId)).rejects.toMatchObject({ failure: 'not_found' })
})

test('a manager sees the organization’s tickets and answers in them; a colleague sees their own', async () => {
  const { id: organizationId } = await db
    .insertInto('organization')
    .values({ name: 'Вектор', created_at: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  const ticket = await buildMessage(db, { email: 'worker@vector.example', name: 'Работник' })
  const own = await buildMessage(db, { email: 'head@vector.example', name: 'Начальник' })
  const worker = await customerOf(ticket.ticketId)
  const head = { ...(await customerOf(own.ticketId)), organizationId }
  await db
    .updateTable('customer')
    .set({ organization_id: organizationId })
    .where('id', 'in', [worker.customerId, head.customerId])
    .execute()
  const { items } = await listCustomerTickets(db, head, { limit: 50 })
  expect(items.map((item) => [item.id, item.customerName]).toSorted()).toEqual(
    [
      [own.ticketId, null],
      [ticket.ticketId, 'Работник'],
    ].toSorted(),
  )
  const answer = { text: 'Поторопите', files: [], channel: 'portal' } as const
  await inTransaction(db, (tx) => answerAsCustomer(tx, head, ticket.ticketId, answer, now))
  expect(await texts(worker, ticket.ticketId)).toContain('Поторопите')
  expect((await listCustomerTickets(db, worker, { limit: 50 })).items).toHaveLength(1)
})

test('closing and writing again move the ticket as a letter would', async () => {
  await buildAgent(db)
  const { ticketId } = await buildMessage(db)
  const visitor = await customerOf(ticketId)
  expect((await getCustomerTicket(db, visitor, ticketId)).state).toBe('received')
  await inTransaction(db, (tx) => closeAsCustomer(tx, visitor, ticketId, now))
  expect((await getCustomerTicket(db, visitor, ticketId)).state).toBe('solved')
  const answer = { text: 'Всё-таки нет', files: [], channel: 'portal' } as const
  const { isNewTicket } = await inTransaction(db, (tx) =>
    answerAsCustomer(tx, visitor, ticketId, answer, now),
  )
  expect(isNewTicket).toBe(false)
  expect((await getCustomerTicket(db, visitor, ticketId)).state).toBe('in_work')
  const events = await db
    .selectFrom('event')
    .select(['type', 'actor_kind'])
    .where('ticket_id', '=', ticketId)
    .execute()
  expect(events.map((event) => `${event.actor_kind} ${event.type}`)).toEqual([
    'customer ticket.created',
    'customer ticket.updated',
    'customer ticket.reopened',
    'customer message.received',
  ])
})

test('a long conversation comes page by page, none twice and none left out', async () => {
  const { ticketId } = await buildMessage(db, { text: 'слово 0', email: 'long@shop.example' })
  for (let at = 1; at < 120; at++)
    await buildMessage(db, { ticketId, text: `слово ${at}`, email: 'long@shop.example' })
  const visitor = await customerOf(ticketId)
  const seen: string[] = []
  for (let cursor: string | undefined, turn = 0; turn < 5; turn++) {
    const page = await getCustomerTicket(db, visitor, ticketId, { cursor })
    seen.unshift(...page.posts.map((post) => post.text))
    if (page.earlierCursor === null) break
    cursor = page.earlierCursor
  }
  expect(seen).toEqual(Array.from({ length: 120 }, (_, at) => `слово ${at}`))
})
