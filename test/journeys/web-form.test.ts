import http from 'node:http'
import { once } from 'node:events'
import { readFileSync, readdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { afterAll, expect } from 'vitest'
import { createWebForm } from '#server/channels/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { faults, isTooWide } from '#test/axe.ts'
import { journey, openBrowser, openDesk, openSignedIn } from '#test/browser.ts'
import { buildAgent } from '#test/builders/agent.ts'

const desk = await openDesk()
const { db } = desk.database
const form = await inTransaction(db, (tx) =>
  createWebForm(tx, null, { name: 'Вопрос', hasConsent: true, accent: '#0a7d3c' }, desk.clock.now()),
)
const plain = await inTransaction(db, (tx) => createWebForm(tx, null, { name: 'Простая' }, desk.clock.now()))

/** Somebody else's site, with styles that reach for everything. */
const shop = http.createServer((request, answer) => {
  answer.setHeader('content-type', 'text/html; charset=utf-8')
  const body = request.url?.startsWith('/window')
    ? `<script async type="module" src="${desk.url}/widget/form.js?key=${form.key}" data-button="Спросить"></script>`
    : request.url?.startsWith('/plain')
      ? `<form method="post" action="${desk.url}/help/ru/forms/${plain.key}"><input name="email"><textarea name="message"></textarea><button>Отправить</button></form>`
      : `<div id="here"></div><script async type="module" src="${desk.url}/widget/form.js?key=${form.key}" data-into="#here"></script>`
  answer.end(`<!doctype html><html lang="ru"><title>Магазин</title><meta name="viewport" content="width=device-width">
    <style>input, textarea, label { font-size: 40px !important; color: red !important } button { display: none }
    form button { display: block }</style><h1>Магазин</h1>${body}`)
})
shop.listen(0, '127.0.0.1')
await once(shop, 'listening')
const shopUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`
afterAll(() => shop.close())
const lastTicket = async () =>
  (await db.selectFrom('ticket').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst())?.id ?? 0
const filesOfLast = async () => {
  const files = await db
    .selectFrom('file')
    .innerJoin('customer_message', 'customer_message.id', 'file.customer_message_id')
    .select('file.name')
    .where('ticket_id', '=', await lastTicket())
    .execute()
  return files.map((file) => file.name)
}

journey('a form on another site: wrong, then right, with a file, by the keyboard, on a phone', async () => {
  const anna = await buildAgent(db, { name: 'Анна', language: 'ru' })
  const { page } = await openBrowser(desk, { width: 390, height: 844 })
  await page.goto(`${shopUrl}/?utm_source=ad`)
  await page.getByRole('heading', { name: 'Напишите нам' }).waitFor()
  await page.getByRole('button', { name: 'Отправить' }).press('Enter')
  await page.getByText('Заполните это поле').first().waitFor()
  expect(await page.getByLabel('Электронная почта').evaluate((field) => field.matches(':focus'))).toBe(true)
  expect(await faults(page)).toEqual([])
  await page.getByLabel('Ваше имя').fill('Ирина')
  await page.getByLabel('Электронная почта').fill('irina@shop.example')
  await page.getByLabel('Сообщение').fill('Где мой заказ?')
  await page.getByLabel('Согласен').check()
  await page.locator('input[type=file]').setInputFiles({
    name: 'чек.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('чек'),
  })
  await page.getByText('чек.txt').waitFor()
  const size = await page.getByLabel('Сообщение').evaluate((field) => getComputedStyle(field).fontSize)
  expect(size).toBe('16px')
  await page.getByRole('button', { name: 'Отправить' }).press('Enter')
  const thanks = page.getByRole('heading', { name: /Спасибо/ })
  await thanks.waitFor()
  expect(await thanks.evaluate((heading) => heading.matches(':focus'))).toBe(true)

  const agent = await openSignedIn(desk, anna)
  await agent.goto(`/tickets/${await lastTicket()}`)
  await agent.getByText('Где мой заказ?').first().waitFor()
  await agent.getByText('чек.txt').waitFor()
  await agent.getByText('utm_source').waitFor()
})

journey.each([1440, 390])(
  'on another site’s page of %i px the form keeps its look, and what is wrong can be read',
  async (width) => {
    const { page } = await openBrowser(desk, { width, height: 900, colorScheme: 'dark' })
    await page.goto(shopUrl)
    await page.getByRole('button', { name: 'Отправить' }).press('Enter')
    await page.getByText('Заполните это поле').first().waitFor()
    // The page is light whatever its visitor's system prefers, and so is the form: or what is wrong could not be read.
    expect(await faults(page)).toEqual([])
    expect(await isTooWide(page)).toBe(false)
    // The page's `display: none` and its red letters stay outside.
    expect(await page.getByRole('button', { name: 'Отправить' }).isVisible()).toBe(true)
    const colour = await page.getByLabel('Сообщение').evaluate((field) => getComputedStyle(field).color)
    expect(colour).not.toBe('rgb(255, 0, 0)')
  },
)

journey('the same form behind a button opens in a window that Escape closes', async () => {
  const { page } = await openBrowser(desk, { width: 1200, height: 800 })
  await page.goto(`${shopUrl}/window`)
  await page.getByRole('button', { name: 'Спросить' }).press('Enter')
  const window = page.getByRole('dialog')
  await window.getByLabel('Сообщение').waitFor()
  expect(await faults(page)).toEqual([])
  await window.getByLabel('Сообщение').fill('Ещё не всё')
  await page.keyboard.press('Escape')
  await window.waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'Спросить' }).press('Enter')
  expect(await window.getByLabel('Сообщение').inputValue()).toBe('Ещё не всё')
})

journey('the desk’s own page and a plain form of another site work without a script', async () => {
  const { page } = await openBrowser(desk, { width: 390, height: 844, hasScripts: false })
  await page.goto(`/help/ru/forms/${form.key}`)
  await page.getByLabel('Электронная почта').fill('нет')
  await page.getByLabel('Сообщение').fill('Без скрипта')
  await page.locator('input[type=file]').setInputFiles({
    name: 'без-скрипта.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('чек'),
  })
  await page.waitForTimeout(1600)
  await page.getByRole('button', { name: 'Отправить' }).click()
  await page.getByText('Проверьте адрес').waitFor()
  expect(await page.getByLabel('Сообщение').inputValue()).toBe('Без скрипта')
  expect(await page.getByLabel('без-скрипта.txt').isChecked()).toBe(true)
  await page.getByLabel('Электронная почта').fill('petr@shop.example')
  await page.getByLabel('Согласен').check()
  await page.waitForTimeout(1600)
  await page.getByRole('button', { name: 'Отправить' }).click()
  await page.getByText('Номер обращения').waitFor()
  expect(await filesOfLast()).toEqual(['без-скрипта.txt'])

  await page.goto(`${shopUrl}/plain`)
  await page.locator('input').fill('vera@shop.example')
  await page.locator('textarea').fill('С простой страницы')
  await page.getByRole('button').click()
  await page.getByText('Номер обращения').waitFor()
})

journey('the desk’s own page with a script proves itself, and looks right to axe', async () => {
  const { page } = await openBrowser(desk, { width: 1200, height: 900 })
  await page.goto(`/help/ru/forms/${form.key}`)
  await page.getByLabel('Электронная почта').fill('olga@shop.example')
  await page.getByLabel('Сообщение').fill('Со скриптом')
  const picture = (name: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(name) })
  await page.locator('input[type=file]').setInputFiles([picture('раз.txt'), picture('два.txt')])
  // Once it is up it can be left out again.
  await page.getByRole('checkbox', { name: 'раз.txt', disabled: false }).uncheck()
  await page.getByRole('checkbox', { name: 'два.txt', disabled: false }).waitFor()
  await page.getByLabel('Согласен').check()
  expect(await faults(page)).toEqual([])
  await page.waitForTimeout(1600)
  await page.getByRole('button', { name: 'Отправить' }).click()
  await page.getByText('Номер обращения').waitFor()
  expect(await filesOfLast()).toEqual(['два.txt'])
  expect(await db.selectFrom('web_form_proof').select('used_at').execute()).not.toEqual([])
})

journey('the form’s script is small', async () => {
  const folder = new URL('../../dist/web/widget/', import.meta.url)
  const first = readFileSync(new URL('form.js', folder), 'utf8')
  const chunks = readdirSync(new URL('assets/', folder)).filter(
    (name) => name.endsWith('.js') && first.includes(`"./assets/${name}"`),
  )
  const bytes = ['form.js', ...chunks.map((name) => `assets/${name}`)].map(
    (name) => readFileSync(new URL(`${name}.br`, folder)).length,
  )
  expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(25 * 1024)
})
