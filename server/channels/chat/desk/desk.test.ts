import { expect, test } from 'vitest'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { chatDesk, says } from '#test/chat-desk.ts'

const desk = await chatDesk()
const { db, ask, clock, asBoss, newChat, arrive, connect, ticketOf, answer, work } = desk
const { key } = await newChat()

const chatOf = async (ticketId: number) =>
  (await ask({ method: 'GET', path: `/tickets/${ticketId}/chat`, as: asBoss })).body.chat
const reply = (ticketId: number, body: object) =>
  ask({ method: 'POST', path: `/tickets/${ticketId}/replies`, body, as: asBoss })
const lastPost = async (ticketId: number) => {
  const { body } = await ask({ method: 'GET', path: `/tickets/${ticketId}/feed`, as: asBoss })
  return body.items.findLast((item: { kind: string }) => item.kind !== 'event')
}

test('an agent sees who is there, on which page, and how far they have read', async () => {
  const guest = await arrive(key, { page: { url: 'https://shop.example/help', title: 'Помощь' } })
  await guest.call('POST', '/chat/visitor', { name: 'Ирина', email: 'irina@shop.example' })
  await guest.say('Где мой заказ?')
  const ticketId = await ticketOf(guest)
  const tab = await connect(guest.token)
  tab.send({ type: 'page', url: 'https://shop.example/delivery', title: 'Доставка' })
  await expect.poll(async () => (await chatOf(ticketId)).visitor.page?.title).toBe('Доставка')
  const { body: said } = await answer(ticketId, 'Уже в пути')
  await tab.until(says('Уже в пути'))
  tab.send({ type: 'got', lineId: said.id })
  tab.send({ type: 'read', lineId: said.id })
  await expect.poll(async () => (await chatOf(ticketId)).readId).toBe(said.id)
  expect(await chatOf(ticketId)).toMatchObject({
    name: 'Магазин',
    visitor: { name: 'Ирина', email: 'irina@shop.example', isIdentified: false, isHere: true },
    isEnded: false,
    receivedId: said.id,
  })
})

test('whoever closes the last widget is gone after a moment, and not while another is open', async () => {
  const guest = await arrive(key)
  await guest.say('Я тут')
  const ticketId = await ticketOf(guest)
  const [one, other] = [await connect(guest.token), await connect(guest.token)]
  one.socket.close()
  await new Promise((resolve) => one.socket.once('close', resolve))
  const left = () =>
    db
      .selectFrom('chat_visitor')
      .innerJoin('chat_conversation', 'chat_conversation.visitor_id', 'chat_visitor.id')
      .select('left_at')
      .where('ticket_id', '=', ticketId)
      .executeTakeFirstOrThrow()
  other.socket.close()
  await expect.poll(async () => (await left()).left_at, { timeout: 15_000 }).not.toBeNull()
  expect((await chatOf(ticketId)).visitor.isHere).toBe(false)
  // Back again: at once.
  await connect(guest.token)
  expect((await chatOf(ticketId)).visitor.isHere).toBe(true)
})

test('a silent visitor is not taken for one who is there', async () => {
  const guest = await arrive(key)
  await guest.say('Меня оборвало')
  const ticketId = await ticketOf(guest)
  expect((await chatOf(ticketId)).visitor.isHere).toBe(true)
  clock.forward(91)
  expect((await chatOf(ticketId)).visitor.isHere).toBe(false)
})

test('an agent’s conversations: unread lines are counted, others’ and closed ones are not among them', async () => {
  const anna = await buildAgent(db, { name: 'Анна Лис' })
  const asAnna = await signedIn(db, anna)
  const own = async () => (await ask({ method: 'GET', path: '/chats/own', as: asAnna })).body
  const before = await own()
  expect(before.items).toEqual([])
  const guest = await arrive(key)
  await guest.call('POST', '/chat/visitor', { name: 'Пётр' })
  await guest.say('раз')
  await guest.say('два')
  const ticketId = await ticketOf(guest)
  expect((await own()).waiting).toBe(before.waiting + 1)
  await db.updateTable('ticket').set({ assignee_id: anna.id }).where('id', '=', ticketId).execute()
  const mine = await own()
  expect(mine.waiting).toBe(before.waiting)
  expect(mine.items).toMatchObject([{ ticketId, name: 'Пётр', unread: 2, snippet: 'два', isHere: true }])
  const last = (await guest.state()).lines.at(-1).id
  await ask({ method: 'PUT', path: `/tickets/${ticketId}/read`, body: { lastPostId: last }, as: asAnna })
  expect((await own()).items[0].unread).toBe(0)
  await guest.call('POST', '/chat/end', {})
  expect((await own()).items).toEqual([])
})

test('an agent ends a chat with its transcript; what is answered then goes by letter, until the chat is taken up again', async () => {
  const guest = await arrive(key)
  await guest.call('POST', '/chat/visitor', { name: 'Вера', email: 'vera@shop.example' })
  await guest.say('Спасибо, всё')
  const ticketId = await ticketOf(guest)
  const tab = await connect(guest.token)
  const ended = await ask({
    method: 'POST',
    path: `/tickets/${ticketId}/chat/end`,
    body: { wantsTranscript: true },
    as: asBoss,
  })
  expect(ended.status).toBe(200)
  await tab.until((message) => message.type === 'lines' && message.isEnded)
  const letters = await db
    .selectFrom('reply')
    .select(['text', 'is_automatic', 'channel'])
    .where('ticket_id', '=', ticketId)
    .execute()
  expect(letters).toMatchObject([{ is_automatic: true, channel: 'email' }])
  expect(letters[0]?.text).toContain('Спасибо, всё')
  const { body: ticket } = await ask({ method: 'GET', path: `/tickets/${ticketId}`, as: asBoss })
  expect(ticket.replyChannel).toBe('email')
  // Ended twice is ended.
  await ask({ method: 'POST', path: `/tickets/${ticketId}/chat/end`, body: {}, as: asBoss })
  const types = async () =>
    (
      await db
        .selectFrom('event')
        .select('type')
        .where('ticket_id', '=', ticketId)
        .where('type', 'like', 'chat.%')
        .orderBy('id')
        .execute()
    ).map((row) => row.type)
  expect(await types()).toEqual(['chat.ended'])
  await ask({ method: 'POST', path: `/tickets/${ticketId}/chat/resume`, as: asBoss })
  expect(await types()).toEqual(['chat.ended', 'chat.resumed'])
  await answer(ticketId, 'Ещё одно')
  await tab.until(says('Ещё одно'))
})

test('a reply that would go another way than its writer thought is not sent', async () => {
  const guest = await arrive(key)
  await guest.call('POST', '/chat/visitor', { name: 'Олег', email: 'oleg@shop.example' })
  await guest.say('Алло')
  const ticketId = await ticketOf(guest)
  const wrong = await reply(ticketId, { text: 'Письмо', channel: 'email' })
  expect(wrong).toMatchObject({ status: 409, body: { error: { name: 'reply_channel_changed' } } })
  expect((await reply(ticketId, { text: 'В чат', channel: 'chat' })).status).toBe(201)
  await guest.call('POST', '/chat/end', {})
  const late = await reply(ticketId, { text: 'В чат', channel: 'chat' })
  expect(late).toMatchObject({ status: 409, body: { error: { name: 'reply_channel_changed' } } })
  expect((await reply(ticketId, { text: 'Письмо', channel: 'email' })).status).toBe(201)
})

test('a picture alone is a line of a chat, and nothing alone is not; a letter needs a word', async () => {
  const guest = await arrive(key)
  await guest.say('Покажите')
  const ticketId = await ticketOf(guest)
  const uploaded = await fetch(`${desk.address}/api/v1/files?name=схема.png&mime=image/png`, {
    method: 'POST',
    headers: { ...asBoss, 'content-type': 'application/octet-stream' },
    body: 'x',
  })
  const { id: fileId } = (await uploaded.json()) as { id: number }
  expect((await reply(ticketId, { fileIds: [] })).status).toBe(400)
  expect((await reply(ticketId, { fileIds: [fileId] })).status).toBe(201)
  expect(await lastPost(ticketId)).toMatchObject({ kind: 'reply', text: '', files: [{ name: 'схема.png' }] })
  expect((await guest.state()).lines.at(-1)).toMatchObject({ text: '', files: [{ name: 'схема.png' }] })
})

test('a chat that was merged into another ticket of its visitor is still known there', async () => {
  const guest = await arrive(key)
  await guest.say('Первое')
  const first = await ticketOf(guest)
  const { customer_id } = await db
    .selectFrom('ticket')
    .select('customer_id')
    .where('id', '=', first)
    .executeTakeFirstOrThrow()
  const { body: second } = await ask({
    method: 'POST',
    path: '/tickets',
    body: { subject: 'Другой', text: 'Звонили', source: 'phone', customer: { id: customer_id } },
    as: asBoss,
  })
  expect(await chatOf(second.id)).toBeNull()
  await ask({
    method: 'POST',
    path: `/tickets/${second.id}/merge`,
    body: { sourceIds: [first] },
    as: asBoss,
  })
  expect(await chatOf(second.id)).toMatchObject({ name: 'Магазин' })
  await work()
})

test('that a visitor writes is told while they do', async () => {
  const heard: object[] = []
  const stop = desk.platform.notices.listen((notice) => {
    if (notice.topic === 'chat.typing') heard.push(notice)
  })
  const guest = await arrive(key)
  await guest.say('Пишу')
  const ticketId = await ticketOf(guest)
  const tab = await connect(guest.token)
  tab.send({ type: 'typing', isTyping: true })
  await expect.poll(() => heard).toMatchObject([{ ticketId, isTyping: true }])
  stop()
})
