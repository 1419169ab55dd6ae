import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { testDatabase } from '#test/database.ts'
import { inTransaction } from './database/transaction.ts'
import { parseQuery, queryText } from './language.ts'
import { FINE_TICKETS, indexTicketText, rangeQuery, writeLexicon } from './search-index.ts'
import type { SearchKind } from './search-index/tables.ts'

const { db } = await testDatabase()

async function newTicket(): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    with person as (insert into customer (created_at, updated_at) values (now(), now()) returning id)
    insert into ticket (subject, status_id, status_category, customer_id, source, created_at, updated_at, last_activity_at)
    select '', status.id, 'new', person.id, 'api', now(), now(), now()
    from person, ticket_status as status where status.category = 'new' returning id`.execute(db)
  return rows[0]?.id ?? 0
}

const index = (ticketId: number, kind: SearchKind, text: string): Promise<void> =>
  inTransaction(db, (tx) => indexTicketText(tx, { ticketId, kind, parts: [{ weight: 'D', text }] }))

async function found(query: string, kind: SearchKind = 'public'): Promise<number[]> {
  const { rows } = await sql<{ ticket_id: number }>`
    select distinct ticket_id from search_document
    where words @@ ${queryText(parseQuery(query))}::tsquery and kind = ${kind} order by ticket_id`.execute(db)
  return rows.map((row) => row.ticket_id)
}

it('finds words of different letters of one ticket together, in any form', async () => {
  const ticketId = await newTicket()
  await index(ticketId, 'public', 'Верните деньги за чайник')
  await index(ticketId, 'public', 'Курьер так и не пришёл')
  expect(await found('вернуть курьера')).toContain(ticketId)
  expect(await found('"деньги за чайник"')).toContain(ticketId)
  expect(await found('"чайник курьер"')).not.toContain(ticketId)
})

it('keeps notes apart', async () => {
  const ticketId = await newTicket()
  await index(ticketId, 'note', 'Скандалист, осторожно')
  expect(await found('скандалист')).toEqual([])
  expect(await found('скандалист', 'note')).toEqual([ticketId])
})

it('begins a new segment when a row has grown, and stores any text', async () => {
  const ticketId = await newTicket()
  for (let n = 0; n < 4; n++) {
    await index(ticketId, 'public', Array.from({ length: 1500 }, (_, i) => `слово${n}x${i * 7919}`).join(' '))
  }
  await index(ticketId, 'public', `d'Artagnan \u0000 \\ ' \ud800 ${'ы'.repeat(5000)}`)
  await index(ticketId, 'public', '… — !')
  const { rows } = await sql<{ segments: number }>`
    select count(*) as segments from search_document where ticket_id = ${ticketId}`.execute(db)
  expect(rows[0]?.segments).toBeGreaterThan(1)
  expect(await found('слово3x7919')).toEqual([ticketId])
  expect(await found("d'artagnan")).toEqual([ticketId])
})

it('stores the largest document that fits its limits', async () => {
  const ticketId = await newTicket()
  await index(ticketId, 'public', Array.from({ length: 6000 }, (_, i) => `${'語'.repeat(58)}${i}`).join(' '))
  expect(await found(`${'語'.repeat(58)}5999`)).toEqual([ticketId])
})

it('adds up texts that are written at the same time', async () => {
  const ticketId = await newTicket()
  await Promise.all(Array.from({ length: 8 }, (_, n) => index(ticketId, 'public', `параллель${n}`)))
  for (let n = 0; n < 8; n++) expect(await found(`параллель${n} `)).toEqual([ticketId])
})

it('finds a ticket by the range of its number', async () => {
  expect(rangeQuery(3, 35)).toMatch(/^'~b3'\|.*'~b15'\|'~c1'\|'~b32'\|'~b33'\|'~b34'\|'~b35'$/)
  const ticketId = await newTicket()
  await index(ticketId, 'public', 'диапазон')
  const range = Math.floor(ticketId / FINE_TICKETS)
  const { rows } = await sql`select 1 from search_document
    where words @@ ${`'диапазон' & (${rangeQuery(range, range)})`}::tsquery`.execute(db)
  expect(rows.length).toBe(1)
})

it('learns words', async () => {
  await index(await newTicket(), 'public', 'Суфлёрами Суфлёра')
  await writeLexicon(db)
  await writeLexicon(db)
  const { rows } = await sql`select word from lexicon where word % 'суфлер'`.execute(db)
  expect(rows).toEqual([{ word: 'суфлер' }])
})
