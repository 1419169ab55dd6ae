import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testPlatform } from '#test/platform.ts'
import { inTransaction } from './transaction.ts'

const { db } = (await testPlatform()).database

const asleep = sql<{ at: Date }>`select clock_timestamp() as at from pg_sleep(0.05)`

test('statements started together are carried out in their order, each with its own answer', async () => {
  const numbers = await inTransaction(db, (tx) =>
    Promise.all(
      [1, 2, 3].map(async (n) => (await sql<{ n: number }>`select ${n}::int as n`.execute(tx)).rows[0]?.n),
    ),
  )
  expect(numbers).toEqual([1, 2, 3])
  const times = await inTransaction(db, (tx) =>
    Promise.all([asleep, asleep, asleep].map(async (query) => (await query.execute(tx)).rows[0]?.at)),
  )
  expect(times.toSorted((a, b) => Number(a) - Number(b))).toEqual(times)
})

test('one that fails takes the whole transaction back, and the connection is as good as before', async () => {
  await sql`create table kept (n int primary key)`.execute(db)
  const work = inTransaction(db, (tx) =>
    Promise.all([
      sql`insert into kept values (1)`.execute(tx),
      sql`insert into kept values (1)`.execute(tx),
      sql`insert into kept values (2)`.execute(tx),
    ]),
  )
  await expect(work).rejects.toMatchObject({ code: '23505' })
  expect((await sql`select * from kept`.execute(db)).rows).toEqual([])
})

test('a statement that the code refuses after the others were sent takes them back too', async () => {
  await sql`create table refused (n int)`.execute(db)
  const work = inTransaction(db, (tx) =>
    Promise.all([sql`insert into refused values (1)`.execute(tx), Promise.reject(new Error('no'))]),
  )
  await expect(work).rejects.toThrow('no')
  expect((await sql`select * from refused`.execute(db)).rows).toEqual([])
})
