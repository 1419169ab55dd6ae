import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testDatabase } from '#test/database.ts'
import { inTransaction } from './transaction.ts'

const { db, pool } = await testDatabase()

test('int8 is a number, a date stays a date, a moment is a Date', async () => {
  const { rows } = await sql`select 9007199254740991::int8 as big, '{1,NULL}'::int8[] as list,
    '2026-02-03'::date as day, '2026-02-03T04:05:06Z'::timestamptz as at`.execute(db)
  expect(rows).toEqual([
    {
      big: Number.MAX_SAFE_INTEGER,
      list: [1, null],
      day: '2026-02-03',
      at: new Date('2026-02-03T04:05:06Z'),
    },
  ])
  await expect(sql`select 9007199254740992::int8 as big`.execute(db)).rejects.toThrow(RangeError)
})

test('a statement seen often is prepared, and keeps answering', async () => {
  const answers = await db.connection().execute(async (connection) => {
    const seen: unknown[] = []
    for (let i = 0; i < 6; i++)
      seen.push((await sql`select ${i}::int as frequent`.execute(connection)).rows[0])
    const prepared = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(
      connection,
    )
    expect(prepared.rows.map((row) => row.statement)).toContain('select $1::int as frequent')
    return seen
  })
  expect(answers).toEqual([0, 1, 2, 3, 4, 5].map((frequent) => ({ frequent })))
})

test('a connection that is cut is replaced', async () => {
  await sql`select 1`.execute(db)
  const cut = sql`select pg_terminate_backend(pg_backend_pid())`.execute(db)
  await expect(cut).rejects.toThrow()
  expect((await sql`select 2 as two`.execute(db)).rows).toEqual([{ two: 2 }])
})

test('a transaction whose connection is cut says so, not that it could not be rolled back', async () => {
  const work = inTransaction(db, async (tx) => {
    await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx)
  })
  await expect(work).rejects.toMatchObject({ code: '57P01' })
  const late = inTransaction(db, async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
    await pool.query('select pg_terminate_backend($1)', [rows[0]?.pid])
    // The cut reaches us with or before the answer to the next statement.
    await sql`select 1`.execute(tx)
  })
  await expect(late).rejects.toMatchObject({ code: expect.stringMatching(/57P01|ECONNRESET/) })
})

test('inTransaction joins an open transaction and rolls all of it back', async () => {
  await sql`create table note_book (line text)`.execute(db)
  const work = inTransaction(db, async (tx) => {
    await sql`insert into note_book values ('outer')`.execute(tx)
    await inTransaction(tx, (inner) => sql`insert into note_book values ('inner')`.execute(inner))
    throw new Error('changed my mind')
  })
  await expect(work).rejects.toThrow('changed my mind')
  expect((await pool.query('select * from note_book')).rows).toEqual([])
})

test('two transactions that lock each other out both get through', async () => {
  await sql`create table pair (id int primary key, hits int not null default 0)`.execute(db)
  await sql`insert into pair (id) values (1), (2)`.execute(db)
  let arrived = 0
  const both = Promise.withResolvers<void>()
  const hit = (first: number, second: number) =>
    inTransaction(db, async (tx) => {
      await sql`update pair set hits = hits + 1 where id = ${first}`.execute(tx)
      if (++arrived === 2) both.resolve()
      await both.promise
      await sql`update pair set hits = hits + 1 where id = ${second}`.execute(tx)
    })
  await Promise.all([hit(1, 2), hit(2, 1)])
  expect((await pool.query('select hits from pair')).rows).toEqual([{ hits: 2 }, { hits: 2 }])
})
