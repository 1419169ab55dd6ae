import { expect, test } from 'vitest'
import { buildAgent } from '#test/builders/agent.ts'
import { chatDesk, says } from '#test/chat-desk.ts'
import { tellHandOver } from './tell-hand-over.ts'

const { ask, db, boss, asBoss, clock, newChat, arrive, connect, ticketOf, answer, work } = await chatDesk()
const oleg = await buildAgent(db, { name: 'Олег' })
const { key } = await newChat()

async function giveTo(ticketId: number, assigneeId: number | null): Promise<void> {
  const path = `/tickets/${ticketId}`
  const { body: ticket } = await ask({ method: 'GET', path, as: asBoss })
  const body = { version: ticket.version as number, assigneeId }
  const { status } = await ask({ method: 'PATCH', path, body, as: asBoss })
  expect(status).toBe(200)
  await work()
}

test('a visitor is told once who answers from now on, in its place, and nothing of why', async () => {
  const guest = await arrive(key)
  await guest.say('Где заказ?')
  const ticketId = await ticketOf(guest)
  // Nobody has answered yet: there is nobody to follow.
  await giveTo(ticketId, boss.id)
  expect((await guest.state()).lines).toHaveLength(1)
  const tab = await connect(guest.token)
  await answer(ticketId, 'Смотрю')
  await tab.until(says('Смотрю'))
  const note = { text: 'Тайное: клиент шумный' }
  await ask({ method: 'POST', path: `/tickets/${ticketId}/notes`, body: note, as: asBoss })
  await giveTo(ticketId, oleg.id)
  const told = await tab.until(says('Дальше вам ответит Олег'))
  expect(told).toMatchObject({ agent: 'Олег', lines: [{ from: 'desk', author: '', isNotice: true }] })
  await guest.say('Жду')
  await tab.until(says('Жду'))
  expect(tab.texts()).toEqual(['Где заказ?', 'Смотрю', 'Дальше вам ответит Олег', 'Жду'])
  expect(JSON.stringify(await guest.state())).not.toContain('Тайное')

  // The job once more is nothing more; a browser that comes back has it in its place.
  const events = await db
    .selectFrom('event')
    .select('id')
    .where('ticket_id', '=', ticketId)
    .where('type', '=', 'ticket.updated')
    .orderBy('id', 'desc')
    .execute()
  const payload = { eventId: events[0]?.id, ticketId }
  await db.transaction().execute((tx) => tellHandOver(tx, payload, clock.now()))
  const again = await connect(guest.token)
  expect(again.texts()).toEqual(tab.texts())
  const after = (await guest.state()).lines.find((line: { text: string }) => line.text === 'Смотрю').id
  expect((await connect(guest.token, after)).texts()).toEqual(['Дальше вам ответит Олег', 'Жду'])

  // Nobody's, and then again Олег's: he is expected already.
  await giveTo(ticketId, null)
  await giveTo(ticketId, oleg.id)
  expect((await guest.state()).lines).toHaveLength(4)
})

test('in the visitor’s language, and not where they are answered by letter or the talk is over', async () => {
  const guest = await arrive(key, { language: 'en' })
  await guest.say('Hello')
  const ticketId = await ticketOf(guest)
  await giveTo(ticketId, boss.id)
  await answer(ticketId, 'Hi')
  await giveTo(ticketId, oleg.id)
  const texts = async () => (await guest.state()).lines.map((line: { text: string }) => line.text) as string[]
  expect(await texts()).toEqual(['Hello', 'Hi', 'Олег will answer you from here'])
  await guest.call('POST', '/chat/end', {})
  await giveTo(ticketId, boss.id)
  expect(await texts()).toHaveLength(3)
})
