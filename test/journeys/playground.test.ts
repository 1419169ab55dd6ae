import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, expect } from 'vitest'
import { buildPages, cursorIn, journey, openBrowser } from '#test/browser.ts'
import { testDatabaseUrl } from '#test/database.ts'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const main = path.join(import.meta.dirname, '../../server/main.ts')
const dataDir = await mkdtemp(path.join(os.tmpdir(), 'otklik-demo-'))
await buildPages()
const { url, server } = await startDemoServer()
afterAll(async () => {
  const gone = once(server, 'exit')
  server.kill('SIGTERM')
  await gone
  await rm(dataDir, { recursive: true, force: true })
})

/** `npm start -- --demo`, without its installation. */
async function startDemoServer(): Promise<{ url: string; server: ChildProcess }> {
  const server = spawn(process.execPath, [main, '--demo'], {
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      DATABASE_URL: await testDatabaseUrl(),
      PORT: '0',
      SMTP_PORT: '0',
      LANG: 'ru_RU.UTF-8',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'inherit', 'pipe'],
  })
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const said: string[] = []
  createInterface({ input: server.stderr }).on('line', (line) => {
    said.push(line)
    const address = /Otklik is ready: (\S+) \(a demo\)/.exec(line)?.[1]
    if (address) resolve(address)
  })
  server.on('exit', () => reject(new Error(said.join('\n'))))
  return { url: await promise, server }
}

/** Serious and critical faults, each with the elements it was found on. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const { violations } = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })')
  return violations
    .filter((each) => each.impact === 'serious' || each.impact === 'critical')
    .map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(' | ')}`)
}

journey('one person plays both sides: letter, ticket, answer, letter, the same ticket', async () => {
  const { page, context } = await openBrowser({ url })
  await page.goto('/playground')
  await page.getByRole('heading', { name: 'Что делает поддержка' }).waitFor()
  expect(await faults(page)).toEqual([])

  // The agent sits down first, so that what comes later comes by itself.
  const [desk] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('button', { name: 'Войти в поддержку' }).click(),
  ])
  await desk.getByRole('heading', { name: 'Все' }).first().waitFor()
  await desk.getByRole('link', { name: 'Площадка' }).waitFor()

  await page.bringToFront()
  await page.getByLabel('Тема').fill('Где моя лейка?')
  await page.getByLabel('Текст').fill('Заказывала зелёную, её всё нет.')
  await page.getByRole('button', { name: 'Отправить' }).click()
  await page.getByText('Почтовый сервер принял письмо').waitFor()
  await page.getByText('Записано в журнал').waitFor()
  const number = (await page.getByText(/^Открыт тикет HD-\d+$/).textContent())?.replace('Открыт тикет ', '')

  await desk.bringToFront()
  await desk.locator('[data-ticket]', { hasText: 'Где моя лейка?' }).first().click()
  await desk.getByRole('heading', { level: 1, name: 'Где моя лейка?' }).waitFor()
  await desk.keyboard.press('r')
  await cursorIn(desk, 'textbox', 'Ответ')
  await desk.keyboard.type('Лейка уже едет, будет завтра.')
  await desk.keyboard.press('Control+Enter')
  await desk.locator('article', { hasText: 'Лейка уже едет' }).getByText('Отправлено').waitFor()

  await page.bringToFront()
  await page.getByText('Ответ в ящике клиента').waitFor()
  await page.getByRole('button', { name: 'Прочитать письмо' }).click()
  await page.frameLocator('iframe').getByText('Лейка уже едет, будет завтра.').waitFor()
  expect(await faults(page)).toEqual([])
  await page.getByRole('button', { name: 'Исходник' }).click()
  await page.getByText(/Message-ID: <otk\./i).waitFor()

  await page.getByRole('button', { name: 'Ответить' }).click()
  await page.getByLabel('Текст').focus()
  await page.keyboard.type('Спасибо, жду!')
  await page.keyboard.press('Control+Enter')
  await page.getByText(`Письмо легло в тикет ${number ?? ''}`).waitFor()
  // The desk's tab was open all the time, and nobody touched it.
  await desk.locator('article', { hasText: 'Спасибо, жду!' }).waitFor()
})

journey('on a phone the two sides are two tabs', async () => {
  const { page } = await openBrowser({ url }, { width: 390, height: 844, isTouch: true, colorScheme: 'dark' })
  await page.goto('/playground')
  await page.getByRole('button', { name: 'Привезли треснувшее кашпо' }).click()
  await page.getByRole('button', { name: 'Отправить' }).click()
  await page.getByText(/^Открыт тикет/).waitFor()
  expect(await faults(page)).toEqual([])
  await page.getByRole('tab', { name: 'Вы — клиент' }).click()
  await page.getByRole('button', { name: 'Ящик клиента' }).click()
  await page.getByRole('button', { name: /Привезли треснувшее кашпо/ }).waitFor()
  const overflow = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
  expect(overflow).toBe(false)
})

journey(
  'on the shop’s site the chat goes on from page to page, as a guest and as whoever has signed in',
  async () => {
    const { page } = await openBrowser({ url })
    await page.goto('/playground')
    await page.getByRole('link', { name: 'Сайт магазина с чатом' }).click()
    await page.getByRole('button', { name: 'Открыть чат' }).waitFor()
    expect(await faults(page)).toEqual([])
    await page.getByRole('combobox', { name: 'Кто вошёл в магазин' }).click()
    await page.getByRole('option').nth(1).click()
    await page.getByRole('button', { name: 'Открыть чат' }).click()
    const chat = page.getByRole('dialog')
    await chat.getByLabel('Сообщение').fill('Ромашки ещё есть?')
    await chat.getByLabel('Сообщение').press('Enter')
    await chat.getByText('отправлено,').waitFor()
    await page.getByRole('link', { name: 'Доставка' }).click()
    await page.getByRole('heading', { name: 'Доставка' }).waitFor()
    await page.getByRole('button', { name: 'Открыть чат' }).click()
    await chat.getByText('Ромашки ещё есть?').waitFor()
    expect(await faults(page)).toEqual([])
    // Signed out, the next one at this computer sees nothing of it.
    await page.getByRole('combobox', { name: 'Кто вошёл в магазин' }).click()
    await page.getByRole('option', { name: 'Гость' }).click()
    await chat.getByText('Ромашки ещё есть?').waitFor({ state: 'detached' })
  },
)
