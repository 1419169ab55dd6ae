import { setImmediate as immediate } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testPlatform } from '#test/platform.ts'
import type { Db, Tx } from './open-database.ts'
import { readTogether } from './pipelined.ts'
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

test('a branch that outlives a failed one writes nothing behind the rollback that is on its way', async () => {
  await sql`create table late (n int)`.execute(db)
  const { branch, insert } = lateInsert('late')
  const work = inTransaction(db, (tx) =>
    Promise.all([asleep.execute(tx), insert(tx), Promise.reject(new Error('no'))]),
  )
  await expect(work).rejects.toThrow('no')
  await expect(branch).rejects.toThrow('the transaction has ended')
  expect((await sql`select * from late`.execute(db)).rows).toEqual([])
})

test('a branch that nobody waits for writes nothing behind the commit that is on its way', async () => {
  await sql`create table forgotten (n int)`.execute(db)
  const { branch, insert } = lateInsert('forgotten')
  await inTransaction(db, async (tx) => {
    void asleep.execute(tx)
    insert(tx).catch(() => undefined)
  })
  await expect(branch).rejects.toThrow('the transaction has ended')
  expect((await sql`select * from forgotten`.execute(db)).rows).toEqual([])
})

test('reads together go over one connection, in a transaction over its own', async () => {
  const whoAnswers = async (tx: Db) =>
    (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)).rows[0]?.pid
  const three = (tx: Db) => Promise.all([whoAnswers(tx), whoAnswers(tx), whoAnswers(tx)])
  expect(new Set(await readTogether(db, three)).size).toBe(1)
  const pids = await inTransaction(db, async (tx) => [
    await whoAnswers(tx),
    ...(await readTogether(tx, three)),
  ])
  expect(new Set(pids).size).toBe(1)
})

/** Writes one turn of the loop later, while the end of the transaction still waits behind the sleeping statement. */
function lateInsert(table: string) {
  const { promise: branch, resolve } = Promise.withResolvers<unknown>()
  const insert = async (tx: Tx): Promise<void> => {
    const work = immediate().then(() => sql`insert into ${sql.table(table)} values (1)`.execute(tx))
    resolve(work)
    await work
  }
  branch.catch(() => undefined)
  return { branch, insert }
}
