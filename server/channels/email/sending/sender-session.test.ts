import { expect, test } from 'vitest'
import { testDatabase } from '#test/database.ts'
import { createLockSession } from '../receiving/lock-session.ts'
import { createSenderSession, senderLockClass } from './sender-session.ts'

const { pool } = await testDatabase()
// Other test files hold locks of the same kind in databases of their own.
const here = `locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`
const held = async () => {
  const { rows } = await pool.query<{ pid: number; objid: number }>(
    `select pid, objid::int from pg_locks where ${here} and classid::bigint = $1`,
    [senderLockClass],
  )
  return rows
}

test('a sender’s sign of life lasts as long as its connection, and comes back under a new number', async () => {
  const session = createSenderSession(pool)
  const first = await session.during(async (id) => {
    expect((await held()).map((lock) => lock.objid)).toEqual([id])
    return id
  })
  const [lock] = await held()
  await pool.query('select pg_terminate_backend($1)', [lock?.pid])
  await expect.poll(held).toEqual([])
  // The database knows before the process hears of it.
  await expect.poll(() => session.during((id) => Promise.resolve(id))).not.toBe(first)
  await session.stop()
  await expect.poll(held).toEqual([])
})

test('one process holds a mailbox’s lock; a broken connection is told and the lock is free', async () => {
  const [mine, other] = [createLockSession(pool), createLockSession(pool)]
  expect(await mine.tryLock(7)).toBe(true)
  expect(await other.tryLock(7)).toBe(false)
  const lost = new Promise<void>((resolve) => mine.onLost(resolve))
  await pool.query(`select pg_terminate_backend(pid) from pg_locks where ${here} and objid = 7`)
  await lost
  await expect.poll(() => other.tryLock(7)).toBe(true)
  expect(await mine.tryLock(7)).toBe(false)
  await Promise.all([mine.stop(), other.stop()])
})
