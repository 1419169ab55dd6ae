import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { StatusCategory } from '#contract/desk.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { testDatabase } from '#test/database.ts'

const { db } = await testDatabase()

async function ticket(id: number) {
  return db.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

async function become(id: number, category: StatusCategory) {
  await sql`update ticket set status_category = ${category},
    status_id = (select id from ticket_status where category = ${category}) where id = ${id}`.execute(db)
}

test('a stranger’s message opens a ticket', async () => {
  const { ticketId, customerMessageId } = await buildMessage(db, {
    subject: 'Возврат',
    text: 'Верните\nденьги',
  })
  expect(await ticket(ticketId)).toMatchObject({
    subject: 'Возврат',
    snippet: 'Верните деньги',
    status_category: 'new',
    is_open: true,
    last_post_id: customerMessageId,
    post_count: 1,
  })
})

describe('a further message', () => {
  test.each([
    ['paused', 'open'],
    ['solved', 'open'],
    ['open', 'open'],
    ['new', 'new'],
  ] as const)('finds the ticket %s and leaves it %s', async (before, after) => {
    const first = await buildMessage(db)
    await become(first.ticketId, before)
    const next = await buildMessage(db, { ticketId: first.ticketId, email: first.address })
    expect(next).toMatchObject({ ticketId: first.ticketId, isNewTicket: false })
    expect(await ticket(first.ticketId)).toMatchObject({
      status_category: after,
      post_count: 2,
      last_post_id: next.customerMessageId,
    })
  })

  test('to a closed ticket opens one that follows it', async () => {
    const first = await buildMessage(db)
    await become(first.ticketId, 'closed')
    const next = await buildMessage(db, { ticketId: first.ticketId, email: first.address })
    expect(next.isNewTicket).toBe(true)
    const event = await db
      .selectFrom('event')
      .select('data')
      .where('ticket_id', '=', next.ticketId)
      .executeTakeFirstOrThrow()
    expect(event.data).toMatchObject({ followsUp: first.ticketId })
  })

  test('by a machine reopens nothing and makes nobody wait', async () => {
    const first = await buildMessage(db)
    await become(first.ticketId, 'solved')
    await db.updateTable('ticket').set({ waiting_since: null }).where('id', '=', first.ticketId).execute()
    await buildMessage(db, { ticketId: first.ticketId, email: first.address, isAutomatic: true })
    expect(await ticket(first.ticketId)).toMatchObject({ status_category: 'solved', waiting_since: null })
  })

  test('to a merged ticket lands in the one it was merged into', async () => {
    const target = await buildMessage(db)
    const merged = await buildMessage(db)
    await db
      .updateTable('ticket')
      .set({ merged_into_id: target.ticketId })
      .where('id', '=', merged.ticketId)
      .execute()
    const next = await buildMessage(db, { ticketId: merged.ticketId, email: merged.address })
    expect(next.ticketId).toBe(target.ticketId)
  })
})

test('numbers never repeat, whatever is rolled back or runs in parallel', async () => {
  const failed: number[] = []
  const attempts = Array.from({ length: 60 }, async (_, index) => {
    if (index % 3 !== 0) return (await buildMessage(db)).ticketId
    await inTransaction(db, async (tx) => {
      failed.push((await buildMessage(tx)).ticketId)
      throw new Error('rolled back')
    }).catch(() => null)
    return null
  })
  const kept = (await Promise.all(attempts)).filter((id) => id !== null)
  expect(new Set([...kept, ...failed]).size).toBe(kept.length + failed.length)
})

test('two letters of one stranger at once make one customer', async () => {
  const both = await Promise.all([
    buildMessage(db, { email: 'twin@example.com' }),
    buildMessage(db, { email: 'twin@example.com' }),
    buildMessage(db, { email: 'twin@example.com' }),
  ])
  expect(new Set(both.map((one) => one.customerId)).size).toBe(1)
  const { rows } = await sql<{ orphans: number }>`select count(*) as orphans from customer
    where not exists (select from customer_address where customer_id = customer.id)`.execute(db)
  expect(rows[0]?.orphans).toBe(0)
})
