import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { SearchHit } from '#contract/search.ts'
import { searchRoutes } from '#server/search/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { indexTicketText } from '#server/platform/search-index.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, buildTeam, signedIn } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'

const desk = await testApp(searchRoutes)
const { db } = desk
const anna = await signedIn(db, await buildAgent(db))

interface Page {
  items: SearchHit[]
  nextCursor: string | null
  correctedTo: string | null
}

async function search(
  q: string,
  more: { as?: Record<string, string>; limit?: number; cursor?: string } = {},
) {
  const query = new URLSearchParams({
    q,
    limit: String(more.limit ?? 50),
    ...(more.cursor && { cursor: more.cursor }),
  })
  const { status, body } = await desk.ask({ method: 'GET', path: `/search?${query}`, as: more.as ?? anna })
  expect(status).toBe(200)
  return body as Page
}

const ids = (page: Page): number[] => page.items.map((hit) => hit.ticket.id)
const marked = ({ excerpt, excerptRanges }: SearchHit): string[] =>
  excerptRanges.map(([start, end]) => excerpt.slice(start, end))

async function note(ticketId: number, text: string): Promise<void> {
  await db
    .insertInto('note')
    .values({ ticket_id: ticketId, text, html: null, agent_id: null, reason: null, created_at: new Date() })
    .execute()
  await inTransaction(db, (tx) =>
    indexTicketText(tx, { ticketId, kind: 'note', parts: [{ weight: 'D', text }] }),
  )
}

const kettle = await buildMessage(db, {
  subject: 'Сломался чайник',
  text: 'Верните деньги на карту, чайник не работает. Номер заказа WB-7734412.',
  name: 'Мария Иваненко',
  email: 'maria@shop.example',
})
const parcel = await buildMessage(db, {
  subject: 'Where is my parcel',
  text: 'The courier has never delivered my parcels. Please refund me. Call +7 (912) 345-67-89',
  name: 'John Zatotoka',
})

describe('what is found', () => {
  test('words in any form, of subject and text, with the place marked', async () => {
    const page = await search('вернули чайники')
    expect(page.items).toMatchObject([
      { ticket: { id: kettle.ticketId }, reason: 'words', isFromNote: false, subjectRanges: [[9, 15]] },
    ])
    expect(page.items.flatMap(marked)).toEqual(['Верните', 'чайник'])
    expect(ids(await search('refunded parcel'))).toEqual([parcel.ticketId])
    expect(ids(await search('чайник parcel'))).toEqual([])
  })

  test('a phrase, in order only', async () => {
    expect(ids(await search('"чайник не работает"'))).toEqual([kettle.ticketId])
    expect(ids(await search('«деньги на карту»'))).toEqual([kettle.ticketId])
    expect(ids(await search('"работает чайник"'))).toEqual([])
  })

  test('addresses, telephone numbers and codes, whole and in part', async () => {
    expect((await search('maria@shop.example')).items).toMatchObject([
      { ticket: { id: kettle.ticketId }, reason: 'address' },
    ])
    expect(ids(await search('8 912 345 67 89'))).toEqual([parcel.ticketId])
    expect(ids(await search('wb-7734412'))).toEqual([kettle.ticketId])
    expect(ids(await search('7734412'))).toEqual([kettle.ticketId])
    expect(ids(await search('maria@sho'))).toEqual([kettle.ticketId])
  })

  test('an address that became known after the letters', async () => {
    const { customer_id: customerId } = await db
      .selectFrom('ticket')
      .select('customer_id')
      .where('id', '=', kettle.ticketId)
      .executeTakeFirstOrThrow()
    await db
      .insertInto('customer_address')
      .values({ customer_id: customerId, kind: 'phone', value: '+74951112233', created_at: new Date() })
      .execute()
    expect((await search('(495) 111-22-33')).items.length).toBe(0)
    expect((await search('8 (495) 111-22-33')).items).toMatchObject([
      { ticket: { id: kettle.ticketId }, reason: 'address' },
    ])
  })

  test('the ticket of a number, before those that mention it', async () => {
    const mention = await buildMessage(db, { text: `Смотрите тикет ${parcel.ticketId}` })
    for (const q of [
      `HD-${parcel.ticketId}`,
      `hd-${parcel.ticketId}`,
      `#${parcel.ticketId}`,
      `№ ${parcel.ticketId}`,
    ]) {
      expect((await search(q)).items).toMatchObject([{ ticket: { id: parcel.ticketId }, reason: 'number' }])
    }
    expect(ids(await search(String(parcel.ticketId)))).toEqual([parcel.ticketId, mention.ticketId])
    expect(ids(await search('XX-999999999'))).toEqual([])
  })

  test('a customer by a name in any case, typed in part or misspelt', async () => {
    expect(ids(await search('Марии Иваненко'))).toEqual([kettle.ticketId])
    expect(ids(await search('zatot'))).toEqual([parcel.ticketId])
    const page = await search('Zatatoka')
    expect(ids(page)).toEqual([parcel.ticketId])
  })
})

describe('when nothing is found as typed', () => {
  test('an unfinished word finds those that begin so', async () => {
    expect(ids(await search('чайн'))).toEqual([kettle.ticketId])
  })

  test('a misspelt word is corrected, and the answer says so', async () => {
    const page = await search('чяйник сломался')
    expect(page.correctedTo).toBe('чайник сломался')
    expect(ids(page)).toEqual([kettle.ticketId])
  })

  test('the other keyboard layout is understood', async () => {
    const page = await search('xfqybr')
    expect(page.correctedTo).toBe('чайник')
    expect(ids(page)).toEqual([kettle.ticketId])
  })

  test('nonsense finds nothing, and says nothing', async () => {
    expect(await search('щщщъъъ')).toEqual({ items: [], nextCursor: null, correctedTo: null })
    expect(await search('и в на & | !')).toEqual({ items: [], nextCursor: null, correctedTo: null })
    expect(await search("'\\ :*")).toEqual({ items: [], nextCursor: null, correctedTo: null })
  })
})

describe('who finds it', () => {
  test('notes only with the permission to read them', async () => {
    const { ticketId } = await buildMessage(db, { text: 'Добрый день' })
    await note(ticketId, 'Скандалист, говорить осторожно')
    expect((await search('скандалисты')).items).toMatchObject([
      { ticket: { id: ticketId }, isFromNote: true },
    ])
    const blind = await signedIn(db, await buildAgent(db, { role: ['ticket.read'] }))
    expect(ids(await search('скандалисты', { as: blind }))).toEqual([])
    expect((await search('добрый', { as: blind })).items).toMatchObject([{ isFromNote: false }])
  })

  test('only tickets that the agent sees in lists', async () => {
    const agent = await buildAgent(db)
    const team = await buildTeam(db, { isIsolated: true, memberIds: [agent.id] })
    const limited = await signedIn(db, agent)
    const theirs = await buildMessage(db, {
      text: 'Утюг нашего отдела',
      teamId: team.id,
      email: 'utyug@shop.example',
    })
    const other = await buildMessage(db, { text: 'Утюг чужого отдела', email: 'other@shop.example' })
    expect(ids(await search('утюги'))).toEqual([other.ticketId, theirs.ticketId])
    expect(ids(await search('утюги', { as: limited }))).toEqual([theirs.ticketId])
    for (const q of [`HD-${other.ticketId}`, 'other@shop.example', String(other.ticketId)]) {
      expect(ids(await search(q, { as: limited }))).not.toContain(other.ticketId)
    }
  })

  test('works, bad input, not signed in, not allowed', async () => {
    const path = '/search?q=a'
    expect((await desk.ask({ method: 'GET', path, as: anna })).status).toBe(200)
    expect((await desk.ask({ method: 'GET', path: '/search?q=', as: anna })).status).toBe(400)
    expect((await desk.ask({ method: 'GET', path: `${path}&cursor=nonsense`, as: anna })).status).toBe(400)
    expect((await desk.ask({ method: 'GET', path })).status).toBe(401)
    const powerless = await signedIn(db, await buildAgent(db, { role: ['customer.read'] }))
    expect((await desk.ask({ method: 'GET', path, as: powerless })).status).toBe(403)
  })
})

describe('pages', () => {
  test('go through everything once, newest first, over many ranges of numbers', async () => {
    const expected: number[] = []
    for (let n = 0; n < 12; n++) {
      await sql`select setval('ticket_number_seq', (select last_value from ticket_number_seq) + 9000)`.execute(
        db,
      )
      expected.unshift((await buildMessage(db, { text: 'Пылесос жужжит' })).ticketId)
    }
    const seen: number[] = []
    for (let cursor: string | undefined, left = 20; left > 0; left--) {
      const page = await search('пылесосы', { limit: 5, ...(cursor && { cursor }) })
      seen.push(...ids(page))
      if (page.nextCursor === null) break
      cursor = page.nextCursor
    }
    expect(seen).toEqual(expected)
  })

  test('of a corrected search stay corrected', async () => {
    const first = await search('пылисос', { limit: 5 })
    expect(first.correctedTo).toBe('пылесос')
    const second = await search('пылисос', { limit: 5, cursor: first.nextCursor ?? '' })
    expect(ids(second).length).toBe(5)
    expect(ids(second).some((id) => ids(first).includes(id))).toBe(false)
  })
})
