import { once } from 'node:events'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { chatDesk } from '#test/chat-desk.ts'
import { sweepChats } from './sweep-chats.ts'

const { app, db, ask, clock, newChat, arrive, connect, ticketOf } = await chatDesk()
const { key, id: chatId } = await newChat()
const count = async (table: 'chat_visitor' | 'chat_file' | 'ticket') => {
  const { n } = await db
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return n
}

test('ten thousand who only opened the chat are nobody’s ticket, are no burden, and are forgotten', async () => {
  const guest = await arrive(key)
  await guest.say('Я здесь')
  const tickets = await count('ticket')
  await sql`insert into chat_visitor (chat_id, token_hash, language, created_at, seen_at)
    select ${chatId}, sha256(convert_to(n::text, 'UTF8')), 'ru', ${clock.now()}, ${clock.now()}
    from generate_series(1, 10000) as n`.execute(db)
  expect(await count('ticket')).toBe(tickets)
  expect((await guest.say('Всё ещё здесь')).status).toBe(201)
  const tab = await connect(guest.token)
  expect(tab.texts()).toEqual(['Я здесь', 'Всё ещё здесь'])
  await sweepChats(db, clock.now())
  expect(await count('chat_visitor')).toBe(10_001)
  await sweepChats(db, new Date(clock.now().getTime() + 31 * 86_400_000))
  expect(await count('chat_visitor')).toBe(1)
  expect((await guest.state()).lines).toHaveLength(2)
})

test('a program that opens the chat again and again is stopped; whoever is known, and whom a site signs, is not', async () => {
  const before = await count('chat_visitor')
  const known = await arrive(key)
  const open = (body: object) =>
    ask({ method: 'POST', path: `/chat/${key}/visitors`, body: { language: 'ru', ...body } })
  const statuses: number[] = []
  for (let n = 0; n < 150; n++) statuses.push((await open({})).status)
  expect(statuses.at(-1)).toBe(429)
  expect((await count('chat_visitor')) - before).toBeLessThanOrEqual(101)
  expect((await open({ token: known.token })).body.token).toBe(known.token)
  // An hour later the network is as free as before.
  clock.forward(3601)
  expect((await open({})).status).toBe(200)
})

test('files are bounded in size and number, and those never said are forgotten', async () => {
  const guest = await arrive(key)
  const upload = async (bytes: number) =>
    (
      await app.inject({
        method: 'POST',
        url: '/api/v1/chat/files?name=a.bin',
        headers: { 'x-visitor': guest.token, 'content-type': 'application/octet-stream' },
        payload: Buffer.alloc(bytes, 1),
      })
    ).statusCode
  expect(await upload(20 * 1024 * 1024 + 2)).toBe(413)
  const statuses: number[] = []
  for (let n = 0; n < 22; n++) statuses.push(await upload(10))
  expect(statuses.filter((status) => status === 201)).toHaveLength(20)
  expect(statuses.at(-1)).toBe(429)
  await sweepChats(db, new Date(clock.now().getTime() + 2 * 86_400_000))
  expect(await count('chat_file')).toBe(0)
  expect(await upload(10)).toBe(201)
})

test('lines at once from many tabs keep within the limit, and each has its answer', async () => {
  const guest = await arrive(key)
  const statuses = await Promise.all(Array.from({ length: 60 }, (_, n) => guest.say(`сразу ${n}`)))
  expect(statuses.filter(({ status }) => status === 201)).toHaveLength(40)
  expect(new Set(statuses.map(({ status }) => status))).toEqual(new Set([201, 429]))
  expect(await ticketOf(guest)).toBeGreaterThan(0)
})

test('a line that speaks without end, too much, or nonsense, is hung up, and the others do not notice', async () => {
  const [noisy, quiet] = [await arrive(key), await arrive(key)]
  await quiet.say('Тихо')
  const other = await connect(quiet.token)
  for (const flood of [
    (send: (text: string) => void) => {
      const page = JSON.stringify({ type: 'page', url: 'https://shop.example/', title: 'x'.repeat(300) })
      for (let n = 0; n < 500; n++) send(page)
    },
    (send: (text: string) => void) => send('{"type":"page","url":"' + 'x'.repeat(5000) + '"}'),
    (send: (text: string) => void) => send('what?'),
  ]) {
    const { socket } = await connect(noisy.token)
    const closed = once(socket, 'close')
    flood((text) => socket.send(text))
    const [code] = (await closed) as [number]
    expect([1006, 1008, 1009]).toContain(code)
  }
  await quiet.say('И ещё')
  await expect.poll(() => other.texts()).toContain('И ещё')
})
