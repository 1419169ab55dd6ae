import { sql } from 'kysely'
import { expect, test } from 'vitest'
import * as contract from '#contract/letters.ts'
import { buildAgent, buildTeam, signedIn } from '#test/builders/agent.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { describeRefusals } from '#test/refusals.ts'

const desk = await mailDesk()
const { ask, as, db } = desk
describeRefusals(contract, desk)

const get = (path: string) => ask({ method: 'GET', path, as })
const post = (path: string, body?: unknown) => ask({ method: 'POST', path, body, as })
const feed = async (ticketId: number) =>
  (await get(`/tickets/${ticketId}/feed`)).body.items as Record<string, unknown>[]
const ticketOf = async (id: number) =>
  db.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const participants = async (ticketId: number) =>
  (
    await db
      .selectFrom('ticket_participant')
      .select('address')
      .where('ticket_id', '=', ticketId)
      .orderBy('address')
      .execute()
  ).map((row) => row.address)
const move = (letterId: number, fromTicketId: number, ticketId: number | null) =>
  post(`/letters/${letterId}/move`, { fromTicketId, ticketId })

test('is searched by any part of sender, subject, Message-ID and recipient, and narrowed by date', async () => {
  const row = await desk.receive(
    buildLetter({
      from: 'Вера <vera@search.example>',
      subject: 'Про Счёт-777',
      messageId: 'x_1%y@a.example',
    }),
  )
  const find = async (q: string) =>
    (await get(`/letters?q=${encodeURIComponent(q)}`)).body.items.map((one: { id: number }) => one.id)
  for (const q of ['VERA@sea', 'счёт-7', '<x_1%y@a.example>']) expect(await find(q)).toEqual([row.id])
  expect(await find('support@desk')).toContain(row.id)
  expect(await find('x__%y')).toEqual([])
  expect((await get('/letters?q=ab')).status).toBe(400)
  const { receivedAt } = (await get(`/letters?q=vera`)).body.items[0]
  const later = new Date(Date.parse(receivedAt) + 1).toISOString()
  expect((await get(`/letters?q=vera&from=${receivedAt}&to=${later}`)).body.items).toHaveLength(1)
  expect((await get(`/letters?q=vera&from=${later}`)).body.items).toHaveLength(0)
  expect((await get('/letters?from=yesterday')).status).toBe(400)
})

test('a letter is shown with its headers, its parts, its source and why it went where it went', async () => {
  const raw = [
    'From: =?utf-8?b?0J7Qu9GP?= <olya@files.example>',
    'To: support@desk.example',
    'Cc: Boss <boss@files.example>',
    'Subject: <script>alert(1)</script>',
    'Message-ID: <files-1@files.example>',
    'Date: Mon, 02 Mar 2026 10:00:00 +0300',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'Words \u0007 here',
    '--b',
    'Content-Type: text/csv; name=list.csv',
    'Content-Disposition: attachment; filename=list.csv',
    '',
    '1;2',
    '--b--',
    '',
  ].join('\r\n')
  const row = await desk.receive(raw)
  const { body } = await get(`/letters/${row.id}`)
  expect(body).toMatchObject({
    letter: { id: row.id, state: 'new_ticket', reason: 'no_thread', to: ['support@desk.example'] },
    envelope: { from: 'somebody@customer.example', via: 'smtp' },
    from: { name: 'Оля', address: 'olya@files.example' },
    cc: [{ name: 'Boss', address: 'boss@files.example' }],
    ticket: { id: row.ticket_id, subject: '<script>alert(1)</script>' },
    customerMessageId: row.customer_message_id,
    moves: [],
    unreadable: null,
  })
  expect(body.headers).toContainEqual({ name: 'message-id', value: '<files-1@files.example>' })
  expect(body.attachments).toMatchObject([{ name: 'list.csv', mime: 'text/csv' }])
  const file = await get(`/files/${body.attachments[0].id}`)
  expect(file.status).toBe(200)
  const source = await get(`/letters/${row.id}/source`)
  expect(source.body).toMatchObject({ isCut: false, sizeBytes: Buffer.byteLength(raw) })
  expect(source.body.text).toContain('Words ␇ here')
  expect((await get('/letters/999999')).status).toBe(404)
  expect((await get('/letters/nonsense')).status).toBe(400)
  expect((await get('/letters/999999/source')).status).toBe(404)
})

test('a message moves to another ticket with its files and people, both say so, and back again', async () => {
  const home = await desk.receive(buildLetter({ from: 'anna@home.example', subject: 'Home' }))
  const homeId = home.ticket_id ?? 0
  const stray = await desk.receive(
    buildLetter({
      from: 'boris@stray.example',
      subject: 'Stray',
      messageId: 'stray@stray.example',
      text: 'Strayed words zebra',
      headers: { Cc: 'chief@stray.example' },
    }),
  )
  const strayId = stray.ticket_id ?? 0
  const moved = await move(stray.id, strayId, homeId)
  expect(moved.body).toMatchObject({
    letter: { ticketId: homeId },
    moves: [{ fromTicketId: strayId, toTicketId: homeId }],
  })
  expect((await feed(homeId)).filter((item) => item['kind'] === 'customer_message')).toHaveLength(2)
  expect((await feed(strayId)).at(-1)).toMatchObject({
    type: 'message.moved',
    data: { toTicketId: homeId },
  })
  // The people come along; the sender, who is not this ticket's customer, too.
  expect(await participants(homeId)).toEqual(['boris@stray.example', 'chief@stray.example'])
  expect(await participants(strayId)).toEqual([])
  expect(await ticketOf(homeId)).toMatchObject({ post_count: 2, snippet: 'Strayed words zebra' })
  // The emptied one is closed and leads on.
  expect(await ticketOf(strayId)).toMatchObject({
    status_category: 'closed',
    merged_into_id: homeId,
    post_count: 0,
  })
  const answer = await desk.receive(
    buildLetter({ from: 'boris@stray.example', headers: { 'In-Reply-To': '<stray@stray.example>' } }),
  )
  expect(answer).toMatchObject({ state: 'threaded', ticket_id: homeId })
  const found = async (id: number) => {
    const { rows } = await sql`select 1 from search_document
      where ticket_id = ${id} and words @@ 'zebra'::tsquery`.execute(db)
    return rows.length
  }
  expect([await found(homeId), await found(strayId)]).toEqual([1, 0])

  expect((await move(stray.id, strayId, homeId)).body.error.name).toBe('version_conflict')
  expect((await move(stray.id, homeId, homeId)).body.error.name).toBe('not_movable')
  expect((await move(stray.id, homeId, 999_999)).body.error.name).toBe('unknown_reference')
  const back = await move(stray.id, homeId, strayId)
  expect(back.body.moves).toHaveLength(2)
  expect(await ticketOf(strayId)).toMatchObject({
    status_category: 'new',
    merged_into_id: null,
    post_count: 1,
    closed_at: null,
  })
  expect(await participants(strayId)).toEqual(['chief@stray.example'])
  expect([await found(homeId), await found(strayId)]).toEqual([0, 1])
})

test('a message that stands in a stranger’s ticket gets one of its own; what was answered stays', async () => {
  const first = await desk.receive(
    buildLetter({
      from: 'eva@own.example',
      messageId: 'own-1@own.example',
      headers: { Cc: 'felix@other.example' },
    }),
  )
  const ticketId = first.ticket_id ?? 0
  await desk.answer(ticketId, { text: 'Answered' })
  const other = await desk.receive(
    buildLetter({
      from: 'felix@other.example',
      subject: 'Another thing',
      headers: { 'In-Reply-To': '<own-1@own.example>' },
    }),
  )
  expect(other.ticket_id).toBe(ticketId)
  const sent = desk.sink.letters.length
  const { body } = await move(other.id, ticketId, null)
  const newId = body.letter.ticketId as number
  expect(newId).not.toBe(ticketId)
  const felix = await db
    .selectFrom('customer_address')
    .select('customer_id')
    .where('value', '=', 'felix@other.example')
    .executeTakeFirstOrThrow()
  expect(await ticketOf(newId)).toMatchObject({
    subject: 'Another thing',
    customer_id: felix.customer_id,
    status_category: 'new',
    post_count: 1,
  })
  expect(await ticketOf(ticketId)).toMatchObject({ post_count: 2, waiting_since: null })
  expect((await feed(ticketId)).some((item) => item['kind'] === 'reply')).toBe(true)
  await desk.work()
  expect(desk.sink.letters).toHaveLength(sent)
})

test('moving wants the right to change tickets, and both tickets in sight', async () => {
  const [here, there] = [await buildTeam(db, { isIsolated: true }), await buildTeam(db)]
  const one = await desk.receive(buildLetter())
  const two = await desk.receive(buildLetter())
  await db
    .updateTable('ticket')
    .set({ team_id: here.id })
    .where('id', '=', one.ticket_id ?? 0)
    .execute()
  await db
    .updateTable('ticket')
    .set({ team_id: there.id })
    .where('id', '=', two.ticket_id ?? 0)
    .execute()
  const asked = { fromTicketId: one.ticket_id, ticketId: two.ticket_id }
  const path = `/letters/${one.id}/move`
  const limited = await buildAgent(db, {
    role: ['inbox.manage', 'ticket.read', 'ticket.update'],
    teamIds: [here.id],
  })
  const refused = await ask({ method: 'POST', path, body: asked, as: await signedIn(db, limited) })
  expect(refused.body.error.name).toBe('unknown_reference')
  const reader = await signedIn(db, await buildAgent(db, { role: ['inbox.manage', 'ticket.read'] }))
  expect((await ask({ method: 'POST', path, body: asked, as: reader })).status).toBe(403)
  expect((await post(path, { ticketId: 'x' })).status).toBe(400)
  const ignored = await desk.receive(buildLetter({ from: 'support@desk.example' }))
  expect((await move(ignored.id, 1, null)).body.error.name).toBe('not_movable')
})
