import { expect, test } from 'vitest'
import { knowledgeDesk } from '#test/knowledge-desk.ts'
import { buildAgent, buildTeam, signedIn } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildReply } from '#test/builders/reply.ts'
import { buildMessage } from '#test/builders/ticket.ts'

const { ask, as, db, platform, categoryId } = await knowledgeDesk()
const inbox = await buildInbox(platform, {})

async function openTicket(note = '') {
  const { ticketId } = await buildMessage(db, {
    inboxId: inbox.id,
    name: 'Ирина Соколова',
    subject: 'Не приходит письмо',
    text: 'Здравствуйте!\n\nПисьмо не приходит <b>второй</b> день.',
  })
  const agent = await buildAgent(db)
  if (note !== '')
    await db
      .insertInto('note')
      .values({
        ticket_id: ticketId,
        agent_id: agent.id,
        html: `<p>${note}</p>`,
        text: note,
        created_at: new Date(),
      })
      .execute()
  return ticketId
}

async function answer(ticketId: number, text: string, more: object = {}): Promise<void> {
  const id = await buildReply(db, { ticketId, inboxId: inbox.id })
  await db
    .updateTable('reply')
    .set({ text, delivery_state: 'sent', ...more })
    .where('id', '=', id)
    .execute()
}

const begin = (ticketId: number, who = as.anna, body: object = { categoryId, language: 'ru' }) =>
  ask({ method: 'POST', path: `/tickets/${ticketId}/article-drafts`, body, as: who })

test('a draft has the question and what was answered, for the desk alone, and nothing of notes', async () => {
  const ticketId = await openTicket('Клиент скандальный, домен на greylisting.')
  await answer(ticketId, 'Мы получили ваше письмо.', { is_automatic: true })
  await answer(ticketId, 'Загляните в «Спам».\n\nПотом напишите нам.')
  await answer(ticketId, 'Это письмо не ушло.', { delivery_state: 'failed' })
  const { status, body } = await begin(ticketId)
  expect(status).toBe(201)
  expect(body).toMatchObject({ visibility: 'internal', categoryId, authors: [{ name: 'Анна Лис' }] })
  const [text] = body.texts
  expect(text).toMatchObject({ title: 'Не приходит письмо', publishedAt: null, isChanged: true })
  expect(text.html).toContain('<p>Здравствуйте!</p><p>Письмо не приходит &lt;b&gt;второй&lt;/b&gt; день.</p>')
  expect(text.html).toContain('<p>Загляните в «Спам».</p><p>Потом напишите нам.</p>')
  expect(JSON.stringify(body)).not.toMatch(/скандальный|greylisting|получили|не ушло/)
  const found = await ask({
    method: 'GET',
    path: `/help/articles?language=ru&query=${encodeURIComponent('письмо')}`,
  })
  expect(found.body.items).toEqual([])
})

test('of a ticket one may not see there is no draft, nor for whoever writes no articles', async () => {
  const ticketId = await openTicket()
  const { id: elsewhere } = await buildTeam(db, { isIsolated: true })
  const ownOnly = await signedIn(
    db,
    await buildAgent(db, { role: ['ticket.read', 'article.write'], teamIds: [elsewhere] }),
  )
  const hidden = await begin(ticketId, ownOnly)
  const missing = await begin(987_654, ownOnly)
  expect([hidden.status, missing.status]).toEqual([404, 404])
  expect(hidden.body.error.name).toBe(missing.body.error.name)
  expect((await begin(ticketId, as.reader)).status).toBe(403)
  expect((await ask({ method: 'POST', path: `/tickets/${ticketId}/article-drafts`, body: {} })).status).toBe(
    401,
  )
  expect(
    (await begin(ticketId, as.anna, { categoryId: 987_654, language: 'ru' })).status,
  ).toBeGreaterThanOrEqual(400)
})
