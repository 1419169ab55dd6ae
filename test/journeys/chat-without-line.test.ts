import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect } from 'vitest'
import { createChat } from '#server/channels/chat/settings/chats.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { journey, openBrowser, openDesk, openSignedIn } from '#test/browser.ts'
import { buildAgent } from '#test/builders/agent.ts'

const desk = await openDesk()
const { db } = desk.database
const chat = await inTransaction(db, (tx) =>
  createChat(tx, desk.secrets, null, { name: 'Магазин' }, desk.clock.now()),
)

/** A company's proxy: it hands on every request, refuses every WebSocket, and can be made to lose answers. */
let refused = 0
let losesLines = 0
const proxy = http.createServer((request, answer) => {
  const { method, url = '/', headers } = request
  if (url === '/shop') {
    answer.setHeader('content-type', 'text/html; charset=utf-8')
    answer.end(`<!doctype html><html lang="ru"><title>Магазин</title><h1>Магазин</h1>
      <script async type="module" src="/widget/chat.js?key=${chat.key}"></script>`)
    return
  }
  const onward = http.request(desk.url + url, { method, headers }, (got) => {
    if (method === 'POST' && url.endsWith('/chat/lines') && losesLines > 0) {
      losesLines--
      // The desk has the line; the browser never hears so.
      got.resume()
      got.on('end', () => request.socket.destroy())
      return
    }
    answer.writeHead(got.statusCode ?? 502, got.headers)
    got.pipe(answer)
  })
  onward.on('error', () => request.socket.destroy())
  request.pipe(onward)
})
proxy.on('upgrade', (_request, socket) => {
  refused++
  socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
})
proxy.listen(0, '127.0.0.1')
await once(proxy, 'listening')
const shopUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/shop`
afterAll(() => {
  proxy.close()
  proxy.closeAllConnections()
})

journey(
  'where a proxy refuses every WebSocket, lines are sent once, arrive, and none is there twice',
  async () => {
    const anna = await buildAgent(db, { name: 'Анна', language: 'ru' })
    const { page } = await openBrowser(desk)
    await page.goto(shopUrl)
    await page.getByRole('button', { name: /Открыть чат/ }).click()
    const box = page.getByLabel('Сообщение')
    const say = async (text: string) => {
      await box.fill(text)
      await box.press('Enter')
    }
    losesLines = 2
    for (const text of ['Первая', 'Вторая', 'Третья']) await say(text)
    const panel = page.getByRole('dialog')
    await panel.getByText('отправлено,').waitFor()
    expect(losesLines).toBe(0)

    const { id } = await db.selectFrom('ticket').select('id').executeTakeFirstOrThrow()
    const agent = await openSignedIn(desk, anna)
    let serial = 0
    const reply = (text: string) =>
      agent.request.post(`/api/v1/tickets/${id}/replies`, {
        data: { text, undoSeconds: 0 },
        headers: { origin: desk.url, 'idempotency-key': `without-a-line-${++serial}` },
      })
    expect((await reply('Ответ один')).ok()).toBe(true)
    expect((await reply('Ответ два')).ok()).toBe(true)
    await panel.getByText('Ответ два').waitFor()
    await say('Четвёртая')
    await expect.poll(() => panel.getByText('отправляется').count()).toBe(0)
    await panel.getByText('Четвёртая').waitFor()
    // It is slower, and works: nobody is told that it is being tried again.
    await panel.getByText('Соединяемся').waitFor({ state: 'detached' })

    // Closed, it counts what it hears; opened anew by a reload, it goes on where it was.
    const lines = ['Первая', 'Вторая', 'Третья', 'Ответ один', 'Ответ два', 'Четвёртая']
    const shown = () => panel.locator('.line').allInnerTexts()
    expect((await shown()).slice(1)).toEqual(lines)
    await page.getByRole('button', { name: 'Закрыть' }).first().click()
    await reply('Ответ три')
    await page.locator('.unread').getByText('1', { exact: true }).waitFor()
    await page.reload()
    await page.getByRole('button', { name: /Открыть чат/ }).click()
    await panel.getByText('Ответ три').waitFor()
    expect((await shown()).slice(1)).toEqual([...lines, 'Ответ три'])

    const said = await db.selectFrom('customer_message').select('text').orderBy('id').execute()
    expect(said.map((one) => one.text)).toEqual(['Первая', 'Вторая', 'Третья', 'Четвёртая'])
    expect(refused).toBeGreaterThan(2)
  },
)
