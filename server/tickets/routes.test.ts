import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { FeedItem, TicketListItem } from '#contract/tickets.ts'
import { openPresence, ticketRoutes } from '#server/tickets/index.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, buildTeam, signedIn } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'

const desk = await testApp((api, platform) =>
  ticketRoutes(api, platform, openPresence(platform.database.db, platform.notices, platform.clock)),
)
const { app, db } = desk
const agent = await buildAgent(db, { name: 'Anna' })
const headers = await signedIn(db, agent)

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
const ask = (method: Method, path: string, body?: object, as: Record<string, string> = headers) =>
  desk.ask({ method, path, body, as })
const openStatus = await statusOf('open')
const solvedStatus = await statusOf('solved')

async function statusOf(category: 'open' | 'solved') {
  const row = await db
    .selectFrom('ticket_status')
    .select('id')
    .where('category', '=', category)
    .executeTakeFirstOrThrow()
  return row.id
}

describe('every route', () => {
  test.each([
    ['GET', '/tickets'],
    ['GET', '/tickets/counts'],
    ['GET', '/tickets/1'],
    ['GET', '/tickets/1/feed'],
    ['GET', '/tickets/1/draft'],
    ['GET', '/tickets/1/recipients'],
    ['GET', '/tickets/1/presence'],
    ['POST', '/tickets'],
    ['PATCH', '/tickets/1'],
    ['POST', '/tickets/1/replies'],
    ['POST', '/tickets/1/notes'],
    ['PUT', '/tickets/1/draft'],
    ['PUT', '/tickets/1/read'],
    ['PUT', '/tickets/1/follow'],
    ['GET', '/files/1'],
  ] as const)('%s %s wants somebody who may', async (method, path) => {
    const isWrite = method !== 'GET'
    const stranger = await ask(method, path, isWrite ? {} : undefined, {})
    expect(stranger).toMatchObject({ status: 401, body: { error: { name: 'not_signed_in' } } })
    const powerless = await signedIn(db, await buildAgent(db, { role: ['customer.read'] }))
    const refused = await ask(method, path, isWrite ? {} : undefined, powerless)
    expect(refused).toMatchObject({ status: 403, body: { error: { name: 'not_allowed' } } })
  })

  test.each([
    ['GET', '/tickets?sort=colour', undefined],
    ['GET', '/tickets?cursor=nonsense', undefined],
    ['GET', '/tickets?view=team', undefined],
    ['GET', '/tickets/x', undefined],
    ['POST', '/tickets', { subject: '' }],
    ['POST', '/tickets', { subject: 'a', text: 'b', customer: { name: 'nobody' } }],
    ['PATCH', '/tickets/1', { version: 'x' }],
    ['POST', '/tickets/1/replies', {}],
    ['POST', '/tickets/1/notes', {}],
    ['PUT', '/tickets/1/draft', { kind: 'poem' }],
    ['PUT', '/tickets/1/read', {}],
  ] as const)('%s %s answers nonsense by name and keeps nothing', async (method, path, payload) => {
    const before = await sql<{ rows: number }>`select count(*) as rows from event`.execute(db)
    const { status, body } = await ask(method, path, payload)
    expect(status).toBe(400)
    expect(body.error?.name).toMatch(/^invalid_(input|cursor)$/)
    expect(await sql<{ rows: number }>`select count(*) as rows from event`.execute(db)).toEqual(before)
  })
})

test('a ticket written down by hand shows in the list, the counts and the feed', async () => {
  const created = await ask('POST', '/tickets', {
    subject: 'Звонок: сроки поставки',
    source: 'phone',
    customer: { name: 'Лесторг', phone: '8 495 123-45-67' },
    text: 'Просит перезвонить до вечера',
    priority: 'high',
    tags: ['поставка'],
    assigneeId: agent.id,
  })
  expect(created.status).toBe(201)
  expect(created.body).toMatchObject({
    number: `HD-${created.body.id}`,
    priority: 'high',
    statusCategory: 'new',
    version: 1,
    source: 'phone',
  })
  const list = await ask('GET', '/tickets?view=mine')
  expect(list.body.items[0]).toMatchObject({
    id: created.body.id,
    subject: 'Звонок: сроки поставки',
    snippet: 'Просит перезвонить до вечера',
  })
  const counts = await ask('GET', '/tickets/counts')
  expect(counts.body.mine).toBe(1)
  const feed = await ask('GET', `/tickets/${created.body.id}/feed`)
  expect(feed.body.items.map((item: FeedItem) => item.kind)).toEqual(['customer_message', 'event'])
  expect(feed.body.items[0]).toMatchObject({ recordedBy: { name: 'Anna' }, channel: 'phone' })
})

test('a reply is queued once, takes the ticket into work, and gives it an owner', async () => {
  const { ticketId, address } = await buildMessage(db, { subject: 'Пароль' })
  const key = { ...headers, 'idempotency-key': 'reply-1' }
  const body = { html: '<p>Здравствуйте!</p><script>alert(1)</script>', statusId: openStatus }
  const first = await ask('POST', `/tickets/${ticketId}/replies`, body, key)
  const again = await ask('POST', `/tickets/${ticketId}/replies`, body, key)
  expect(first.status).toBe(201)
  expect(again.body).toEqual(first.body)
  expect(first.body).toMatchObject({
    to: [{ address }],
    delivery: { state: 'queued' },
    html: '<p>Здравствуйте!</p>',
    text: 'Здравствуйте!',
  })
  const { rows } = await sql<{
    total: number
  }>`select count(*) as total from reply where ticket_id = ${ticketId}`.execute(db)
  expect(rows[0]?.total).toBe(1)
  const other = await ask('POST', `/tickets/${ticketId}/replies`, { text: 'другое' }, key)
  expect(other).toMatchObject({ status: 409, body: { error: { name: 'idempotency_mismatch' } } })
  const ticket = await ask('GET', `/tickets/${ticketId}`)
  expect(ticket.body).toMatchObject({
    statusCategory: 'open',
    assigneeId: agent.id,
    waitingSince: null,
    isUnread: false,
  })
})

test('twenty repetitions at once write one reply', async () => {
  const { ticketId } = await buildMessage(db)
  const key = { ...headers, 'idempotency-key': 'storm' }
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => ask('POST', `/tickets/${ticketId}/replies`, { text: 'Один раз' }, key)),
  )
  expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1)
  const { rows } = await sql<{
    total: number
  }>`select count(*) as total from reply where ticket_id = ${ticketId}`.execute(db)
  expect(rows[0]?.total).toBe(1)
})

test('of two people who answer at once, one is told that the other was first', async () => {
  const { ticketId, customerMessageId } = await buildMessage(db)
  const colleague = await signedIn(db, await buildAgent(db))
  const body = { text: 'Ответ', seenPostId: customerMessageId }
  const both = await Promise.all([
    ask('POST', `/tickets/${ticketId}/replies`, body),
    ask('POST', `/tickets/${ticketId}/replies`, body, colleague),
  ])
  expect(both.map((answer) => answer.status).toSorted()).toEqual([201, 409])
  expect(both.find((answer) => answer.status === 409)?.body.error?.name).toBe('newer_activity')
})

test('two people who change the same ticket never overwrite each other silently', async () => {
  const { ticketId } = await buildMessage(db)
  const { body: ticket } = await ask('GET', `/tickets/${ticketId}`)
  const mine = await ask('PATCH', `/tickets/${ticketId}`, {
    version: ticket.version,
    priority: 'critical',
    tags: ['vip'],
  })
  expect(mine).toMatchObject({
    status: 200,
    body: { priority: 'critical', tags: ['vip'], version: ticket.version + 1 },
  })
  const theirs = await ask('PATCH', `/tickets/${ticketId}`, { version: ticket.version, priority: 'low' })
  expect(theirs).toMatchObject({
    status: 409,
    body: { error: { name: 'version_conflict', detail: { version: ticket.version + 1 } } },
  })
})

test('a change that changes nothing leaves no trace', async () => {
  const { ticketId } = await buildMessage(db)
  const { body: ticket } = await ask('GET', `/tickets/${ticketId}`)
  const same = await ask('PATCH', `/tickets/${ticketId}`, {
    version: ticket.version,
    priority: ticket.priority,
  })
  expect(same.body.version).toBe(ticket.version)
})

test.each(['statusId', 'categoryId', 'teamId', 'assigneeId'])('an unknown %s is named', async (field) => {
  const { ticketId } = await buildMessage(db)
  const { body: ticket } = await ask('GET', `/tickets/${ticketId}`)
  const refused = await ask('PATCH', `/tickets/${ticketId}`, { version: ticket.version, [field]: 999_999 })
  expect(refused).toMatchObject({ status: 400, body: { error: { name: 'unknown_reference' } } })
})

test('a note is kept from whoever may not read notes, and no delivery can point at it', async () => {
  const { ticketId } = await buildMessage(db)
  const note = await ask('POST', `/tickets/${ticketId}/notes`, {
    text: 'Между нами',
    mentionedIds: [agent.id],
  })
  expect(note).toMatchObject({ status: 201, body: { kind: 'note', mentionedIds: [agent.id] } })
  const withoutNotes = await signedIn(db, await buildAgent(db, { role: ['ticket.read', 'ticket.read_all'] }))
  const feed = await ask('GET', `/tickets/${ticketId}/feed`, undefined, withoutNotes)
  expect(feed.body.items.map((item: FeedItem) => item.kind)).not.toContain('note')
  const { rows } = await sql<{ name: string }>`select conrelid::regclass::text as name from pg_constraint
    where contype = 'f' and confrelid = 'note'::regclass`.execute(db)
  expect(rows).toEqual([{ name: 'file' }])
})

test('members of an isolated team see their team’s tickets and their own, everywhere', async () => {
  const team = await buildTeam(db, { isIsolated: true })
  const limited = await buildAgent(db, { teamIds: [team.id] })
  const theirs = await signedIn(db, limited)
  const inTeam = await buildMessage(db, { teamId: team.id })
  const own = await buildMessage(db, { assigneeId: limited.id })
  const elsewhere = await buildMessage(db)
  const list = await ask('GET', '/tickets?limit=200', undefined, theirs)
  expect(list.body.items.map((item: TicketListItem) => item.id).toSorted()).toEqual(
    [inTeam.ticketId, own.ticketId].toSorted(),
  )
  const counts = await ask('GET', '/tickets/counts', undefined, theirs)
  expect(counts.body.all).toBe(2)
  for (const [method, path, payload] of [
    ['GET', '', undefined],
    ['GET', '/feed', undefined],
    ['GET', '/draft', undefined],
    ['GET', '/presence', undefined],
    ['GET', '/recipients', undefined],
    ['PATCH', '', { version: 1 }],
    ['POST', '/replies', { text: 'x' }],
    ['POST', '/notes', { text: 'x' }],
    ['PUT', '/draft', { kind: 'reply', html: '<p>x</p>', version: 0 }],
    ['PUT', '/read', { lastPostId: 1 }],
    ['PUT', '/follow', { isFollowed: true }],
  ] as const) {
    const refused = await ask(method, `/tickets/${elsewhere.ticketId}${path}`, payload, theirs)
    expect(refused, `${method} ${path}`).toMatchObject({
      status: 404,
      body: { error: { name: 'not_found' } },
    })
  }
})

test('paging goes through every ticket once, in each order, while new ones come in', async () => {
  const { customerId, address } = await buildMessage(db, { priority: undefined } as object)
  const at = new Date('2026-02-01T10:00:00Z')
  const made = [await buildMessage(db, { email: address, customerId, at })]
  for (let index = 0; index < 11; index++)
    made.push(await buildMessage(db, { email: address, customerId, at }))
  for (const sort of ['activity', 'created', 'waiting', 'priority']) {
    const seen: number[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: { body: { items: TicketListItem[]; nextCursor: string | null } } = await ask(
        'GET',
        `/tickets?customerId=${customerId}&sort=${sort}&limit=5${cursor && `&cursor=${cursor}`}`,
      )
      seen.push(...page.body.items.map((item) => item.id))
      cursor = page.body.nextCursor
    }
    expect(new Set(seen).size, sort).toBe(seen.length)
    expect(seen, sort).toEqual(expect.arrayContaining(made.map((one) => one.ticketId)))
  }
})

test('the feed pages backwards without losing or repeating anything', async () => {
  const { ticketId, customerId, address } = await buildMessage(db)
  for (let index = 0; index < 6; index++) {
    await buildMessage(db, { ticketId, customerId, email: address, text: `Сообщение ${index}` })
    await ask('POST', `/tickets/${ticketId}/replies`, {
      text: `Ответ ${index}`,
      statusId: index % 2 ? openStatus : solvedStatus,
    })
  }
  const whole = await ask('GET', `/tickets/${ticketId}/feed?limit=200`)
  expect(whole.body.nextCursor).toBeNull()
  const pieces: FeedItem[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: { body: { items: FeedItem[]; nextCursor: string | null } } = await ask(
      'GET',
      `/tickets/${ticketId}/feed?limit=4${cursor && `&cursor=${cursor}`}`,
    )
    pieces.unshift(...page.body.items)
    cursor = page.body.nextCursor
  }
  expect(pieces).toEqual(whole.body.items)
})

test('a conversation an agent begins starts with its ticket, taken back or not, page by page too', async () => {
  const customer = { name: 'Anna', email: 'begun@customer.example' }
  const letter = { inboxId: null, undoSeconds: 30 }
  const made = await ask('POST', '/tickets', {
    subject: 'Begun',
    source: 'email',
    customer,
    text: 'Hello',
    letter,
  })
  expect(made.status).toBe(201)
  const path = `/tickets/${made.body.id}/feed`
  const kinds = async () => (await ask('GET', path)).body.items.map((item: FeedItem) => item.kind)
  expect(await kinds()).toEqual(['event', 'reply'])
  const [, begun] = (await ask('GET', path)).body.items
  expect((await ask('POST', `/replies/${begun.id}/cancel`, {})).status).toBe(200)
  expect(await kinds()).toEqual(['event', 'reply'])
  const last = await ask('GET', `${path}?limit=1`)
  expect(last.body.items).toMatchObject([{ kind: 'reply' }])
  const first = await ask('GET', `${path}?limit=1&cursor=${last.body.nextCursor}`)
  expect(first.body).toMatchObject({ items: [{ kind: 'event', type: 'ticket.created' }], nextCursor: null })
})

test('a draft is kept for its writer, a later one is not overwritten, and the sent reply forgets it', async () => {
  const { ticketId } = await buildMessage(db)
  const path = `/tickets/${ticketId}/draft`
  const saved = await ask('PUT', path, { kind: 'reply', html: '<p>Начало</p>', version: 0 })
  expect(saved.body).toMatchObject({ draft: { html: '<p>Начало</p>', version: 1 } })
  const stale = await ask('PUT', path, { kind: 'reply', html: '<p>Другая вкладка</p>', version: 0 })
  expect(stale).toMatchObject({ status: 409, body: { error: { name: 'version_conflict' } } })
  await ask('POST', `/tickets/${ticketId}/replies`, { text: 'Готово' })
  expect((await ask('GET', path)).body).toEqual({ draft: null })
})

test('a draft holds the pictures its words show, so that they are not given up as loose', async () => {
  const { ticketId } = await buildMessage(db)
  const uploaded = await app.inject({
    method: 'POST',
    url: '/api/v1/files?name=a.png&mime=image/png&isInline=true',
    headers: { ...headers, 'content-type': 'application/octet-stream' },
    payload: Buffer.from('png'),
  })
  const { id } = uploaded.json<{ id: number }>()
  const draft = { kind: 'reply', html: `<p>Вот<img src="cid:file-${id}"></p>`, version: 0 }
  const saved = await ask('PUT', `/tickets/${ticketId}/draft`, draft)
  expect(saved.body.draft).toMatchObject({ fileIds: [id], files: [{ id, isInline: true }] })
})

test('an uploaded file travels with the reply, and only once', async () => {
  const { ticketId } = await buildMessage(db)
  const uploaded = await app.inject({
    method: 'POST',
    url: `/api/v1/files?name=${encodeURIComponent('../счёт.svg')}&mime=image/svg%2Bxml`,
    headers: { ...headers, 'content-type': 'application/octet-stream' },
    payload: Buffer.from('<svg onload="alert(1)"/>'),
  })
  expect(uploaded.statusCode).toBe(201)
  const file = uploaded.json<{ id: number; name: string }>()
  expect(file.name).toBe('счёт.svg')
  const sent = await ask('POST', `/tickets/${ticketId}/replies`, {
    text: 'Вот',
    fileIds: [file.id],
  })
  expect(sent.body.files).toHaveLength(1)
  const twice = await ask('POST', `/tickets/${ticketId}/replies`, { text: 'Ещё', fileIds: [file.id] })
  expect(twice).toMatchObject({ status: 400, body: { error: { name: 'unknown_file' } } })
  const download = await app.inject({ method: 'GET', url: `/api/v1/files/${file.id}?inline=true`, headers })
  expect(download.headers['content-disposition']).toMatch(/^attachment; filename\*=UTF-8''/)
  expect(download.headers['content-type']).toBe('application/octet-stream')
  expect(download.body).toBe('<svg onload="alert(1)"/>')
})

test('a write that a page of another site started is turned away', async () => {
  const { ticketId } = await buildMessage(db)
  const foreign = await ask(
    'POST',
    `/tickets/${ticketId}/notes`,
    { text: 'x' },
    { ...headers, origin: 'https://evil.example' },
  )
  expect(foreign).toMatchObject({ status: 403, body: { error: { name: 'cross_origin' } } })
})
