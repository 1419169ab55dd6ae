import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, expect } from 'vitest'
import { createChat } from '#server/channels/chat/settings/chats.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { journey, openBrowser, openDesk } from '#test/browser.ts'

const desk = await openDesk()
const { db } = desk.database
const chat = await inTransaction(db, (tx) =>
  createChat(tx, desk.secrets, null, { name: 'Магазин' }, desk.clock.now()),
)
const shop = http.createServer((_request, answer) => {
  answer.setHeader('content-type', 'text/html; charset=utf-8')
  answer.end(`<!doctype html><html lang="ru"><title>Магазин</title><h1>Магазин</h1>
    <script async type="module" src="${desk.url}/widget/chat.js?key=${chat.key}"></script>`)
})
shop.listen(0, '127.0.0.1')
await once(shop, 'listening')
const shopUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/`
afterAll(() => shop.close())

/** What the site says of whoever is signed in there. */
async function userToken(email: string): Promise<string> {
  const { secret } = await db
    .selectFrom('chat')
    .select('secret')
    .where('id', '=', chat.id)
    .executeTakeFirstOrThrow()
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const exp = Math.floor(Date.now() / 1000) + 3600
  const head = `${part({ alg: 'HS256' })}.${part({ email, name: email, exp })}`
  return `${head}.${createHmac('sha256', desk.secrets.decrypt(secret)).update(head).digest('base64url')}`
}
const identify = (page: Page, token: string | null) =>
  page.evaluate(`window.otklik.identify(${JSON.stringify(token)})`)
async function openChat(page: Page): Promise<void> {
  await page.goto(shopUrl)
  await page.getByRole('button', { name: /Открыть чат/ }).click()
  await page.getByLabel('Сообщение').waitFor()
}
async function say(page: Page, text: string): Promise<void> {
  await page.getByLabel('Сообщение').fill(text)
  await page.getByLabel('Сообщение').press('Enter')
}

journey('who signs in or out in one tab is somebody else at once in the others', async () => {
  const { page: first, context } = await openBrowser(desk)
  const second = await context.newPage()
  await openChat(first)
  await openChat(second)
  const lines = second.getByRole('log')

  await identify(first, await userToken('irina@shop.example'))
  await say(first, 'Я Ирина')
  await lines.getByText('Я Ирина').waitFor()

  // Another person at the same computer.
  await identify(first, await userToken('boris@shop.example'))
  await first.getByText('Я Ирина').waitFor({ state: 'detached' })
  await lines.getByText('Я Ирина').waitFor({ state: 'detached' })
  // What is written in the tab that only heard of it is theirs, and reaches both.
  await say(second, 'Я Борис')
  await first.getByRole('log').getByText('Я Борис').waitFor()

  await identify(first, await userToken('irina@shop.example'))
  await lines.getByText('Я Ирина').waitFor()
  expect(await lines.getByText('Я Борис').count()).toBe(0)

  await identify(first, null)
  await lines.getByText('Я Ирина').waitFor({ state: 'detached' })
  const said = await db
    .selectFrom('customer_message')
    .innerJoin('chat_line', 'chat_line.post_id', 'customer_message.id')
    .innerJoin('chat_visitor', 'chat_visitor.id', 'chat_line.visitor_id')
    .select(['customer_message.text', 'chat_visitor.email'])
    .orderBy('customer_message.id')
    .execute()
  expect(said).toEqual([
    { text: 'Я Ирина', email: 'irina@shop.example' },
    { text: 'Я Борис', email: 'boris@shop.example' },
  ])
})

journey('who is told of while the page is still arriving is not forgotten', async () => {
  const { page } = await openBrowser(desk)
  await openChat(page)
  await identify(page, await userToken('irina@shop.example'))
  await page.getByRole('log').getByText('Я Ирина').waitFor()
  const boris = await userToken('boris@shop.example')
  // The arrival of a visitor who is known already is held up, and the site speaks meanwhile.
  let isHeld = () => {}
  const held = new Promise<void>((resolve) => (isHeld = resolve))
  let go = () => {}
  const released = new Promise<void>((resolve) => (go = resolve))
  await page.route('**/visitors', async (route) => {
    isHeld()
    await released
    await route.continue()
  })
  await page.reload()
  await held
  await identify(page, boris)
  go()
  await page.getByRole('button', { name: /Открыть чат/ }).click()
  await page.getByRole('log').getByText('Я Борис').waitFor()
})
