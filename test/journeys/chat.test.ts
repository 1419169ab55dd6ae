import http from 'node:http'
import { once } from 'node:events'
import { readFileSync, readdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { afterAll, expect } from 'vitest'
import { createChat } from '#server/channels/chat/settings/chats.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { faults } from '#test/axe.ts'
import { journey, openBrowser, openDesk, openSignedIn } from '#test/browser.ts'
import { buildAgent } from '#test/builders/agent.ts'

const desk = await openDesk()
const { db } = desk.database
const chat = await inTransaction(db, (tx) =>
  createChat(
    tx,
    desk.secrets,
    null,
    { name: 'Магазин', asksEmail: 'required', hasConsent: true },
    desk.clock.now(),
  ),
)

/** Somebody else's site, with styles that reach for everything. */
const shop = http.createServer((_request, answer) => {
  answer.setHeader('content-type', 'text/html; charset=utf-8')
  answer.end(`<!doctype html><html lang="ru"><title>Магазин</title><meta name="viewport" content="width=device-width">
    <style>* { font-size: 40px; color: red } button { display: none !important }</style><h1>Магазин</h1>
    <script async type="module" src="${desk.url}/widget/chat.js?key=${chat.key}"></script>`)
})
shop.listen(0, '127.0.0.1')
await once(shop, 'listening')
const shopUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/`
afterAll(() => shop.close())

journey('a visitor on another site and an agent talk; a lost line is resumed, a reload goes on', async () => {
  const anna = await buildAgent(db, { name: 'Анна', language: 'ru' })
  const agent = await openSignedIn(desk, anna)
  const { page, context } = await openBrowser(desk, { width: 390, height: 844 })
  await page.goto(shopUrl)
  await page.getByRole('button', { name: 'Открыть чат' }).press('Enter')
  const panel = page.getByRole('dialog')
  // By the keyboard alone: the form is left out, told of, and filled in.
  await page.getByRole('button', { name: 'Начать' }).press('Enter')
  await panel.getByText('Заполните это поле').first().waitFor()
  await page.getByLabel('Электронная почта').fill('irina@shop.example')
  await page.getByRole('checkbox').press('Space')
  await page.getByRole('button', { name: 'Начать' }).press('Enter')
  await page.getByLabel('Сообщение').fill('Где мой заказ?')
  await page.getByLabel('Сообщение').press('Enter')
  await panel.getByText('отправлено,').waitFor()
  // The site's own styles stay outside.
  const size = await panel.getByText('Где мой заказ?').evaluate((line) => getComputedStyle(line).fontSize)
  expect(size).toBe('15px')

  const { id } = await db.selectFrom('ticket').select('id').executeTakeFirstOrThrow()
  await agent.goto(`/tickets/${id}`)
  await agent.getByText('Где мой заказ?').first().waitFor()
  // Who is there, and no letter's recipients; Enter sends, and the next line is written while the first is on its way.
  await agent.getByText('Магазин', { exact: true }).first().waitFor()
  expect(await agent.getByRole('group', { name: 'Получатели' }).count()).toBe(0)
  await page.getByLabel('Сообщение').pressSequentially('Ау')
  await agent.getByText('пишет…').waitFor()
  await page.getByLabel('Сообщение').fill('')
  await agent.keyboard.press('r')
  await agent.getByRole('textbox', { name: 'Ответ' }).waitFor()
  await agent.keyboard.type('Уже в пути, Ирина')
  await agent.keyboard.press('Enter')
  await agent.keyboard.type('Приедет завтра')
  await agent.keyboard.press('Shift+Enter')
  await agent.keyboard.type('до обеда')
  await agent.keyboard.press('Enter')
  await panel.getByText('Уже в пути,').waitFor()
  await panel.getByText('до обеда').waitFor()
  const said = panel.getByRole('log')
  const text = (await said.innerText()).replace(/\s+/g, ' ')
  expect(text.indexOf('Уже в пути')).toBeLessThan(text.indexOf('Приедет завтра'))
  await expect.poll(() => agent.getByRole('img', { name: 'Прочитано' }).count()).toBe(2)
  expect(await faults(agent)).toEqual([])

  // Away and back: what was said meanwhile is there, once; what was typed meanwhile goes.
  await context.setOffline(true)
  await page.getByLabel('Сообщение').fill('Это из туннеля')
  await page.getByLabel('Сообщение').press('Enter')
  await panel.getByText('отправляется').waitFor()
  await context.setOffline(false)
  await agent.getByText('Это из туннеля').first().waitFor()
  await expect.poll(() => panel.getByText('Это из туннеля').count()).toBe(1)
  expect(await panel.getByText('Уже в пути,').count()).toBe(1)
  expect(await faults(page)).toEqual([])

  await page.reload()
  await page.getByRole('button', { name: /Открыть чат/ }).press('Enter')
  await page.getByRole('dialog').getByText('Это из туннеля').waitFor()

  // The agent ends it; what they write then would be a letter, until the chat is taken up again.
  await agent.getByRole('button', { name: 'Завершить чат' }).click()
  await agent.getByRole('menuitem', { name: 'Завершить', exact: true }).click()
  await agent.getByRole('button', { name: 'Продолжить в чате' }).waitFor()
  await agent.getByRole('group', { name: 'Получатели' }).waitFor()
  await agent.getByRole('button', { name: 'Продолжить в чате' }).click()
  await agent.getByRole('button', { name: 'Завершить чат' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
})

journey('the widget is small: everything it needs first weighs less than 30 KB', async () => {
  const folder = new URL('../../dist/web/widget/', import.meta.url)
  const first = readFileSync(new URL('chat.js', folder), 'utf8')
  const chunks = readdirSync(new URL('assets/', folder)).filter(
    (name) => name.endsWith('.js') && first.includes(`from"./assets/${name}"`),
  )
  const files = ['chat.js', ...chunks.map((name) => `assets/${name}`)]
  expect(chunks.length).toBeGreaterThan(0)
  const bytes = files.map((name) => readFileSync(new URL(`${name}.br`, folder)).length)
  expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(30 * 1024)
})
