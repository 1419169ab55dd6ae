import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { buildLetter } from '#test/builders/letter.ts'
import { importDesk, mbox } from '#test/import-desk.ts'

const { desk, ask, work, runFile, find } = await importDesk()
const { db } = desk

test('undone, none of the people stay whom only it knew, and it makes up nobody', async () => {
  const people = async () =>
    (await db.selectFrom('customer_address').select('value').orderBy('value').execute()).map(
      (row) => row.value,
    )
  const before = await people()
  const about = { 'In-Reply-To': '<asked@people.example>' }
  const done = await runFile(
    mbox([
      buildLetter({ from: 'asks@people.example', messageId: 'asked@people.example' }),
      buildLetter({ from: 'chief@people.example', headers: about }),
      buildLetter({ from: 'support@desk.example', to: 'third@people.example', headers: about }),
      buildLetter({ from: 'support@desk.example', to: 'support@desk.example', headers: about }),
    ]),
  )
  expect(done).toMatchObject({ ticketsMade: 1, messagesMade: 2, repliesMade: 2 })
  expect(await people()).toEqual([...before, 'asks@people.example', 'chief@people.example'].toSorted())
  await ask('POST', `/mailbox-imports/${done?.id}/undo`)
  await work()
  expect(await people()).toEqual(before)
})

test('undone, it leaves what somebody follows or is about to answer', async () => {
  const done = await runFile(
    mbox([1, 2, 3].map((at) => buildLetter({ from: `kept${at}@customer.example`, subject: `kept ${at}` }))),
  )
  const tickets = await db
    .selectFrom('ticket')
    .select('id')
    .where('subject', 'like', 'kept %')
    .orderBy('subject')
    .execute()
  const [followed, begun] = tickets.map((ticket) => ticket.id)
  const agent = await db.selectFrom('agent').select('id').executeTakeFirstOrThrow()
  await db
    .insertInto('ticket_follower')
    .values({ ticket_id: followed ?? 0, agent_id: agent.id })
    .execute()
  await db
    .insertInto('draft')
    .values({
      ticket_id: begun ?? 0,
      agent_id: agent.id,
      kind: 'reply',
      html: '<p>Half a</p>',
      version: 1,
      updated_at: desk.clock.now(),
    })
    .execute()
  await ask('POST', `/mailbox-imports/${done?.id}/undo`)
  await work()
  expect(await find(done?.id ?? 0)).toMatchObject({ state: 'undone', ticketsKept: 2 })
  const left = await db.selectFrom('ticket').select('id').where('subject', 'like', 'kept %').execute()
  expect(left.map((ticket) => ticket.id).toSorted((a, b) => a - b)).toEqual([followed, begun])
})

test('undone, it leaves nothing but what somebody has worked on', async () => {
  const before =
    (await sql<{ n: number }>`select count(*)::int as n from customer`.execute(db)).rows[0]?.n ?? 0
  const done = await runFile(
    mbox([1, 2, 3].map((at) => buildLetter({ from: `new${at}@customer.example`, subject: `undo ${at}` }))),
  )
  const touched = await db
    .selectFrom('ticket')
    .select('id')
    .where('subject', '=', 'undo 2')
    .executeTakeFirstOrThrow()
  expect((await ask('POST', `/tickets/${touched.id}/notes`, { text: 'Important' })).status).toBe(201)
  expect((await ask('POST', `/mailbox-imports/${done?.id}/undo`)).body).toMatchObject({ state: 'undoing' })
  await work()
  expect(await find(done?.id ?? 0)).toMatchObject({ state: 'undone', ticketsKept: 1 })
  const left = await db.selectFrom('ticket').select('subject').where('subject', 'like', 'undo %').execute()
  expect(left).toEqual([{ subject: 'undo 2' }])
  expect((await sql<{ n: number }>`select count(*)::int as n from customer`.execute(db)).rows[0]?.n).toBe(
    before + 1,
  )
  expect((await ask('POST', `/mailbox-imports/${done?.id}/undo`)).body.error.name).toBe('not_replayable')
})

test('undone, nothing of it is found any more in the tickets it had joined', async () => {
  const today = buildLetter({
    from: 'zoe@customer.example',
    subject: 'Alive',
    messageId: 'alive@customer.example',
  })
  const { ticket_id: ticketId } = await desk.receive(today)
  const old = {
    from: 'zoe@customer.example',
    subject: 'Re: Alive',
    text: 'The zebra arrived',
    headers: { 'In-Reply-To': '<alive@customer.example>' },
  }
  const done = await runFile(mbox([buildLetter(old)]))
  const found = async () =>
    (
      await sql`select 1 from search_document
        where ticket_id = ${ticketId} and words @@ 'zebra'::tsquery`.execute(db)
    ).rows.length
  expect(await found()).toBe(1)
  await ask('POST', `/mailbox-imports/${done?.id}/undo`)
  await work()
  expect(await find(done?.id ?? 0)).toMatchObject({ state: 'undone' })
  expect(await found()).toBe(0)
})

const rowOf = (id: number | null) =>
  db.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

test('what an import changed on a closed ticket of today is as it was when it is undone', async () => {
  const letter = buildLetter({ from: 'yuri@customer.example', messageId: 'shut@customer.example' })
  const { ticket_id: ticketId } = await desk.receive(letter)
  const closed = {
    status_category: 'closed' as const,
    closed_at: desk.clock.now(),
    solved_at: desk.clock.now(),
  }
  await db
    .updateTable('ticket')
    .set({
      ...closed,
      status_id: sql`(select id from ticket_status where category = 'closed' and is_default)`,
    })
    .where('id', '=', ticketId)
    .execute()
  const before = await rowOf(ticketId)
  const to = { from: 'yuri@customer.example', headers: { 'In-Reply-To': '<shut@customer.example>' } }
  const later = new Date(desk.clock.now().getTime() + 60_000).toUTCString()
  desk.clock.forward(3600)
  const done = await runFile(
    mbox([
      buildLetter({
        ...to,
        text: 'Long ago',
        headers: { ...to.headers, Date: 'Fri, 08 Jul 2011 12:00:00 +0000' },
      }),
      buildLetter({ ...to, text: 'Never fetched', headers: { ...to.headers, Date: later } }),
    ]),
  )
  expect(done).toMatchObject({ messagesMade: 2, ticketsMade: 0 })
  // When it was opened and closed was no import's doing.
  expect(await rowOf(ticketId)).toMatchObject({
    created_at: before.created_at,
    closed_at: before.closed_at,
    snippet: 'Never fetched',
    post_count: 3,
  })
  await ask('POST', `/mailbox-imports/${done?.id}/undo`)
  await work()
  const { version: _, ...same } = before
  expect(await rowOf(ticketId)).toMatchObject(same)
})

test('an import that only joined the tickets of an earlier one leaves them as they were when it is undone', async () => {
  const dated = (day: number, wishes: Parameters<typeof buildLetter>[0]) =>
    buildLetter({
      from: 'xena@customer.example',
      ...wishes,
      headers: { ...wishes?.headers, Date: `Fri, 0${day} Jul 2011 12:00:00 +0000` },
    })
  await runFile(mbox([dated(4, { text: 'Middle', messageId: 'middle@customer.example' })]))
  const { ticket_id: ticketId } = await db
    .selectFrom('inbound_letter')
    .select('ticket_id')
    .where('message_id', '=', 'middle@customer.example')
    .executeTakeFirstOrThrow()
  const before = await rowOf(ticketId)
  const answer = { 'In-Reply-To': '<middle@customer.example>' }
  const second = await runFile(
    mbox([
      dated(2, { text: 'Before', messageId: 'before@customer.example', headers: answer }),
      dated(6, { text: 'After', headers: answer }),
    ]),
  )
  expect(await rowOf(ticketId)).toMatchObject({
    created_at: new Date('2011-07-02T12:00:00Z'),
    closed_at: new Date('2011-07-06T12:00:00Z'),
    snippet: 'After',
    post_count: 3,
  })
  await ask('POST', `/mailbox-imports/${second?.id}/undo`)
  await work()
  expect(await rowOf(ticketId)).toEqual(before)
})
