import http from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, expect } from 'vitest'
import { createChat } from '#server/channels/chat/settings/chats.ts'
import { channelTasks } from '#server/channels/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { surveyAddress } from '#server/portal/index.ts'
import { surveyTasks } from '#server/surveys/index.ts'
import { faults } from '#test/axe.ts'
import { journey, openBrowser, openDesk, openSignedIn } from '#test/browser.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { startSink } from '#test/servers/sink.ts'

const desk = await openDesk()
const { db } = desk.database
const sink = await startSink()
afterAll(() => sink.stop())
const inbox = await buildInbox(desk, { address: 'support@desk.example', smtpPort: sink.port })
const tasks = { ...channelTasks(desk), ...surveyTasks(desk, { addressOf: surveyAddress(desk.config) }) }
const olga = await buildAgent(db, { name: 'Ольга', role: 'administrator', language: 'ru' })

async function work() {
  for (let round = 0; round < 3; round++) await drainJobs(desk.database.pool, tasks, desk.log)
}

async function solve(agent: Page, ticketId: number) {
  await agent.goto(`/tickets/${ticketId}?view=all&status=any`)
  await agent.getByRole('button', { name: 'Решить' }).first().click()
  await expect
    .poll(async () => {
      const row = await db
        .selectFrom('ticket')
        .select('status_category')
        .where('id', '=', ticketId)
        .executeTakeFirst()
      return row?.status_category
    })
    .toBe('solved')
  await work()
}

journey(
  'switched on in Settings, asked by letter, answered without a script, seen by the agent',
  async () => {
    const agent = await openSignedIn(desk, olga)
    await agent.goto('/settings/satisfaction')
    await agent.getByLabel('Спрашивать клиентов об оценке').check()
    await agent.getByLabel('Через сколько после решения').fill('0')
    await agent.getByRole('button', { name: 'Взять обычные' }).click()
    await agent.getByRole('tab', { name: 'Русский' }).click()
    await agent.getByLabel('Вопрос').fill('Как мы справились?')
    const letter = agent.frameLocator('iframe[title="Письмо"]')
    await letter.getByText('Как мы справились?').waitFor()
    const shown = agent.frameLocator('iframe[title="Страница оценки"]')
    await shown.getByText('Скорость ответа').waitFor()
    expect(await faults(agent)).toEqual([])
    await agent.getByRole('button', { name: 'Сохранить' }).click()
    await agent.getByText('Сохранено').first().waitFor()

    const email = 'irina@shop.example'
    const { ticketId } = await buildMessage(db, { inboxId: inbox.id, email, at: desk.clock.now() })
    await solve(agent, ticketId)
    expect(sink.letters).toHaveLength(1)
    const html = sink.letters[0]?.letter.html ?? ''
    const [, link = ''] = /href="([^"]+\/rate\/[\w-]{43}\?score=2)"/.exec(html) ?? []
    const { pathname, search } = new URL(link)

    const { page } = await openBrowser(desk, { hasScripts: false, width: 390, height: 844 })
    await page.goto(`${desk.url}${pathname}${search}`)
    await page.getByRole('heading', { name: 'Как мы справились?' }).waitFor()
    expect(await page.getByRole('radio', { name: 'Плохо', exact: true }).isChecked()).toBe(true)
    // Opening it has rated nothing.
    const surveys = () => db.selectFrom('survey').select(['score', 'comment', 'causes']).execute()
    expect(await surveys()).toMatchObject([{ score: null }])
    const { page: withScripts } = await openBrowser(desk)
    await withScripts.goto(`${desk.url}${pathname}`)
    expect(await faults(withScripts)).toEqual([])
    await page.getByRole('checkbox', { name: 'Скорость ответа' }).check()
    await page.getByLabel('Комментарий, если хотите').fill('Ждала два дня')
    await page.getByRole('button', { name: 'Отправить оценку' }).click()
    await page.getByRole('heading', { name: 'Спасибо!' }).waitFor()
    expect(await surveys()).toEqual([{ score: 2, comment: 'Ждала два дня', causes: ['speed'] }])
    const box = await page.locator('body').boundingBox()
    expect(box?.width).toBeLessThanOrEqual(390)

    await agent.getByText('«Ждала два дня»').first().waitFor()
    await agent.getByText('2 из 5').first().waitFor()
    await agent.goto('/scores')
    await agent.getByRole('heading', { name: 'Последние ответы' }).waitFor()
    await agent.getByText('Ждала два дня').waitFor()
    expect(await faults(agent)).toEqual([])
    const low = await agent.request.get('/api/v1/tickets?view=all&status=any&rating=low')
    expect(await low.json()).toMatchObject({ items: [{ id: ticketId }] })
  },
)

journey('whoever talks in the chat is asked there', async () => {
  const chat = await inTransaction(db, (tx) =>
    createChat(tx, desk.secrets, null, { name: 'Магазин', asksEmail: 'off' }, desk.clock.now()),
  )
  const shop = http.createServer((_request, answer) => {
    answer.setHeader('content-type', 'text/html; charset=utf-8')
    answer.end(`<!doctype html><html lang="ru"><title>Магазин</title><h1>Магазин</h1>
      <script async type="module" src="${desk.url}/widget/chat.js?key=${chat.key}"></script>`)
  })
  shop.listen(0, '127.0.0.1')
  await once(shop, 'listening')
  afterAll(() => shop.close())
  const { page } = await openBrowser(desk)
  await page.goto(`http://127.0.0.1:${(shop.address() as AddressInfo).port}/`)
  await page.getByRole('button', { name: 'Открыть чат' }).click()
  const panel = page.getByRole('dialog')
  await page.getByLabel('Сообщение').fill('Нужен счёт')
  await page.getByLabel('Сообщение').press('Enter')
  await panel.getByText('отправлено,').waitFor()
  const { id } = await db
    .selectFrom('ticket')
    .select('id')
    .where('source', '=', 'chat')
    .executeTakeFirstOrThrow()
  const agent = await openSignedIn(desk, olga)
  await solve(agent, id)
  await panel.getByRole('radio', { name: 'Отлично' }).check()
  expect(await faults(page)).toEqual([])
  await panel.getByLabel('Комментарий, если хотите').fill('Спасибо за скорость')
  await panel.getByRole('button', { name: 'Отправить оценку' }).click()
  await panel.getByRole('button', { name: 'Изменить' }).waitFor()
  await agent.getByText('«Спасибо за скорость»').first().waitFor()
  await agent.getByText('5 из 5').first().waitFor()
})
