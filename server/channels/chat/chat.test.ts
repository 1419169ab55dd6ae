import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { buildMessage } from '#test/builders/ticket.ts'
import { chatDesk, clientKey, says } from '#test/chat-desk.ts'
import { goOnByLetter } from './go-on-by-letter.ts'

const { app, db, ask, clock, asBoss, newChat, arrive, connect, ticketOf, answer, work } = await chatDesk()

test('a conversation: both sides hear each other at once, in every tab, and each line once', async () => {
  const { key } = await newChat()
  const guest = await arrive(key)
  const [tab, other] = [await connect(guest.token), await connect(guest.token)]
  expect((await guest.say('Здравствуйте! Где мой заказ?')).status).toBe(201)
  await Promise.all([tab, other].map((one) => one.until(says('Здравствуйте! Где мой заказ?'))))
  const ticketId = await ticketOf(guest)
  const { body: ticket } = await ask({ method: 'GET', path: `/tickets/${ticketId}`, as: asBoss })
  expect(ticket).toMatchObject({ source: 'chat', subject: 'Здравствуйте! Где мой заказ?' })

  const replied = await answer(ticketId, 'Уже в пути')
  expect(replied.status).toBe(201)
  const told = await tab.until(says('Уже в пути'))
  expect(told).toMatchObject({ agent: 'Анна', lines: [{ from: 'agent', author: 'Анна' }] })
  await other.until(says('Уже в пути'))
  await guest.say('Спасибо')
  await Promise.all([tab, other].map((one) => one.until(says('Спасибо'))))
  for (const one of [tab, other])
    expect(one.texts()).toEqual(['Здравствуйте! Где мой заказ?', 'Уже в пути', 'Спасибо'])
})

test('the same line sent again is one line, also at the same moment', async () => {
  const { key } = await newChat()
  const guest = await arrive(key)
  const line = { clientKey: clientKey(), text: 'Один раз' }
  const answers = await Promise.all(Array.from({ length: 8 }, () => guest.call('POST', '/chat/lines', line)))
  expect(new Set(answers.map((one) => one.body.id)).size).toBe(1)
  expect((await guest.state()).lines).toHaveLength(1)
})

test('a line that was lost is resumed: what was said meanwhile comes, nothing twice, nothing left out', async () => {
  const { key } = await newChat()
  const guest = await arrive(key)
  await guest.say('раз')
  const ticketId = await ticketOf(guest)
  const first = await connect(guest.token)
  const { lines } = await guest.state()
  first.socket.terminate()
  await answer(ticketId, 'два')
  await guest.say('три')
  await answer(ticketId, 'четыре')
  const second = await connect(guest.token, lines.at(-1).id)
  expect(second.texts()).toEqual(['два', 'три', 'четыре'])
  await answer(ticketId, 'пять')
  await second.until(says('пять'))
  expect(second.texts()).toEqual(['два', 'три', 'четыре', 'пять'])
})

test('an answer is on its way until the browser has it, and read when it was read', async () => {
  const { key } = await newChat()
  const guest = await arrive(key)
  await guest.say('Вопрос')
  const ticketId = await ticketOf(guest)
  const tab = await connect(guest.token)
  const { body: reply } = await answer(ticketId, 'Ответ')
  await tab.until(says('Ответ'))
  const delivery = async () =>
    (
      await db
        .selectFrom('reply')
        .select('delivery_state')
        .where('id', '=', reply.id)
        .executeTakeFirstOrThrow()
    ).delivery_state
  expect(await delivery()).toBe('queued')
  tab.send({ type: 'got', lineId: reply.id })
  await expect.poll(delivery).toBe('sent')
  tab.send({ type: 'read', lineId: reply.id })
  await expect.poll(async () => (await guest.state()).readByVisitorId).toBe(reply.id)
  // Further than there is anything is nowhere.
  tab.send({ type: 'read', lineId: 2 ** 50 })
  tab.send({ type: 'typing', isTyping: true })
  expect((await guest.state()).readByVisitorId).toBe(reply.id)
})

test('whoever left gets the answer by letter with the whole conversation, and is answered by letter from then on', async () => {
  const { key } = await newChat()
  const guest = await arrive(key)
  await guest.say('Вопрос <b>жирный</b>')
  await guest.call('POST', '/chat/visitor', { name: 'Ирина', email: 'Irina@Shop.example' })
  const ticketId = await ticketOf(guest)
  await answer(ticketId, 'Ответ после ухода')
  await work()
  clock.forward(300)
  await db.transaction().execute((tx) => goOnByLetter(tx, ticketId, clock.now()))
  const letters = await db
    .selectFrom('reply')
    .select(['to_addresses', 'html', 'text', 'is_automatic', 'channel'])
    .where('ticket_id', '=', ticketId)
    .where('channel', '=', 'email')
    .execute()
  expect(letters).toHaveLength(1)
  expect(letters[0]).toMatchObject({ to_addresses: [{ address: 'irina@shop.example' }], is_automatic: true })
  expect(letters[0]?.text).toContain('Ответ после ухода')
  expect(letters[0]?.html).toContain('Вопрос &#60;b&#62;жирный')
  // Once: the same answer does not go again.
  await db.transaction().execute((tx) => goOnByLetter(tx, ticketId, clock.now()))
  expect(await db.selectFrom('reply').select('id').where('ticket_id', '=', ticketId).execute()).toHaveLength(
    2,
  )
  await answer(ticketId, 'Ещё письмом', 0)
  const later = await db
    .selectFrom('reply')
    .select(['to_addresses', 'channel'])
    .where('ticket_id', '=', ticketId)
    .where('text', '=', 'Ещё письмом')
    .executeTakeFirstOrThrow()
  expect(later).toMatchObject({ channel: 'email', to_addresses: [{ address: 'irina@shop.example' }] })
  // Back in the chat they see it, and are answered there again.
  expect((await guest.state()).lines.map((line: { text: string }) => line.text)).toContain('Ещё письмом')
  await guest.say('Я вернулась')
  const again = await answer(ticketId, 'Хорошо')
  expect(again.status).toBe(201)
  const last = await db
    .selectFrom('reply')
    .select('channel')
    .where('id', '=', again.body.id)
    .executeTakeFirst()
  expect(last?.channel).toBe('chat')
})

test('an address that was typed joins nobody and opens nothing', async () => {
  const { key } = await newChat()
  const victim = await buildMessage(db, { email: 'victim@shop.example', text: 'Мой тайный вопрос' })
  const guest = await arrive(key)
  await guest.call('POST', '/chat/visitor', { name: 'Я жертва', email: 'victim@shop.example' })
  await guest.say('Покажите мои обращения')
  const ticketId = await ticketOf(guest)
  expect(ticketId).not.toBe(victim.ticketId)
  const rows = await db
    .selectFrom('ticket')
    .select('customer_id')
    .where('id', 'in', [ticketId, victim.ticketId])
    .execute()
  expect(new Set(rows.map((row) => row.customer_id)).size).toBe(2)
  expect((await guest.state()).lines.map((line: { text: string }) => line.text)).toEqual([
    'Покажите мои обращения',
  ])
})

test('a site’s signed user is that customer, in every browser; a forged word is nobody', async () => {
  const chat = await newChat()
  const { body } = await ask({ method: 'POST', path: `/chats/${chat.id}/secret`, as: asBoss })
  const sign = (claims: object, secret: string = body.secret, alg = 'HS256') => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const head = `${part({ alg, typ: 'JWT' })}.${part(claims)}`
    return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`
  }
  const exp = clock.now().getTime() / 1000 + 3600
  const olga = { email: 'olga@shop.example', name: 'Ольга' }
  const guest = await arrive(chat.key, { userToken: sign({ ...olga, exp }) })
  await guest.say('Это Ольга')
  const elsewhere = await arrive(chat.key, { userToken: sign({ ...olga, exp }) })
  expect((await elsewhere.state()).lines[0].text).toBe('Это Ольга')
  for (const forged of [
    sign({ ...olga, exp }, 'another secret'),
    sign({ ...olga, exp }, body.secret, 'none'),
    sign({ ...olga, exp: exp - 86_400 }),
    sign({ ...olga, exp: exp + 86_400 * 365 }),
    sign(olga),
    `${sign({ ...olga, exp })}x`,
    'a.b.c',
  ]) {
    const stranger = await arrive(chat.key, { userToken: forged })
    expect(await stranger.state()).toBeNull()
  }
  // Signed out on a shared computer: the next one starts anew.
  const next = await arrive(chat.key, { token: guest.token })
  expect(next.token).not.toBe(guest.token)
  expect(await next.state()).toBeNull()
})

test('another’s chat, file or line is reached by no token, number or address', async () => {
  const { key } = await newChat()
  const [a, b] = [await arrive(key), await arrive(key)]
  const upload = await app.inject({
    method: 'POST',
    url: '/api/v1/chat/files?name=secret.txt',
    headers: { 'x-visitor': a.token, 'content-type': 'text/html' },
    payload: '<script>hit()</script>',
  })
  expect(upload.statusCode).toBe(201)
  const { id: uploadId } = upload.json<{ id: number }>()
  expect((await b.say('Чужой файл', { fileIds: [uploadId] })).status).toBe(400)
  expect((await a.say('Мой файл', { fileIds: [uploadId] })).status).toBe(201)
  const [{ files }] = (await a.state()).lines
  const own = await app.inject({
    url: `/api/v1/chat/files/${files[0].id}?inline=true`,
    headers: { 'x-visitor': a.token },
  })
  expect([own.statusCode, own.headers['content-type']]).toEqual([200, 'application/octet-stream'])
  await b.say('Я другой')
  const theirs = await app.inject({
    url: `/api/v1/chat/files/${files[0].id}`,
    headers: { 'x-visitor': b.token },
  })
  const none = await app.inject({ url: '/api/v1/chat/files/999999', headers: { 'x-visitor': b.token } })
  expect([theirs.statusCode, none.statusCode]).toEqual([404, 404])
  for (const token of ['', 'x'.repeat(43), a.token.slice(0, -1)]) {
    const denied = await app.inject({ url: '/api/v1/chat/state', headers: { 'x-visitor': token } })
    expect(denied.statusCode).toBe(401)
  }
  const ticketId = await ticketOf(a)
  await ask({
    method: 'POST',
    path: `/tickets/${ticketId}/notes`,
    body: { text: 'Тайная заметка' },
    as: asBoss,
  })
  expect(JSON.stringify(await a.state())).not.toContain('Тайная')
  const { conversation } = (await b.call('GET', '/chat/state')).body
  expect(conversation.lines.map((line: { text: string }) => line.text)).toEqual(['Я другой'])
})

test('only its sites show a chat, and what its form asks for is asked', async () => {
  const { key } = await newChat({ sites: ['https://shop.example'], asksEmail: 'required', hasConsent: true })
  const config = (origin: string) =>
    app.inject({ url: `/api/v1/chat/${key}/config?language=ru`, headers: { origin } })
  expect((await config('https://shop.example')).statusCode).toBe(200)
  expect((await config('https://evil.example')).statusCode).toBe(404)
  const guest = await arrive(key)
  const refused = await guest.say('Без адреса')
  expect([refused.status, refused.body.error.fields.map((field: { path: string }) => field.path)]).toEqual([
    400,
    ['email', 'hasConsented'],
  ])
  await guest.call('POST', '/chat/visitor', { email: 'a@b.example', hasConsented: true })
  expect((await guest.say('С адресом')).status).toBe(201)
})

test('a flood is stopped, by lines and by conversations', async () => {
  const { key } = await newChat()
  const guest = await arrive(key)
  const statuses: number[] = []
  for (let n = 0; n < 45; n++) statuses.push((await guest.say(`строка ${n}`)).status)
  expect(statuses.filter((status) => status === 201)).toHaveLength(40)
  expect(statuses.at(-1)).toBe(429)
  const beginnings: number[] = []
  for (let n = 0; n < 20; n++) beginnings.push((await (await arrive(key)).say('новый')).status)
  expect(beginnings).toContain(429)
})

test('a visitor ends it with a transcript, and goes on with a line', async () => {
  clock.forward(7200)
  const { key } = await newChat()
  const guest = await arrive(key)
  await guest.call('POST', '/chat/visitor', { email: 'end@shop.example' })
  expect((await guest.say('Последнее')).status).toBe(201)
  await guest.call('POST', '/chat/end', { wantsTranscript: true })
  expect((await guest.state()).isEnded).toBe(true)
  const ticketId = await ticketOf(guest)
  const letters = await db
    .selectFrom('reply')
    .select('text')
    .where('ticket_id', '=', ticketId)
    .where('is_automatic', '=', true)
    .execute()
  expect(letters.map((row) => row.text.includes('Последнее'))).toEqual([true])
  await guest.say('Нет, ещё')
  expect((await guest.state()).isEnded).toBe(false)
  expect(await ticketOf(guest)).toBe(ticketId)
})
