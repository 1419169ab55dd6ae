import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { faults, isTooWide } from '#test/axe.ts'
import { journey, openBrowser, openDesk, openSignedIn } from '#test/browser.ts'
import { buildAgent } from '#test/builders/agent.ts'

const desk = await openDesk()
const { db } = desk.database
const anna = await buildAgent(db, { name: 'Анна Ли', role: 'administrator', language: 'ru' })
const john = await buildAgent(db, { name: 'John', role: 'administrator', language: 'en' })

async function openPage(page: Page, path: string): Promise<void> {
  await page.goto(`/settings/${path}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
}
const preview = (page: Page) => page.frameLocator('iframe')
/** The smallest picture there is. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

journey(
  'the portal’s name, colour and logo are seen before they are saved, and on the portal after',
  async () => {
    const page = await openSignedIn(desk, anna)
    await openPage(page, 'portal')
    await preview(page).getByRole('heading', { name: 'Чем помочь?' }).waitFor()
    expect(await faults(page)).toEqual([])
    await page.getByLabel('Название портала').fill('Помощь Лавки')
    await page.getByLabel('Заголовок главной').fill('Здравствуйте!')
    await preview(page).getByRole('heading', { name: 'Здравствуйте!' }).waitFor()
    await preview(page).getByText('Помощь Лавки').waitFor()
    // By night as it will be by night, whatever the device of whoever looks prefers.
    const ground = () =>
      preview(page)
        .locator('body')
        .evaluate((body) => getComputedStyle(body).backgroundColor)
    const byDay = await ground()
    await page.getByRole('tab', { name: 'Темно' }).click()
    await expect.poll(ground).not.toBe(byDay)
    await page.getByRole('tab', { name: 'Светло' }).click()
    await expect.poll(ground).toBe(byDay)
    await page.getByLabel('Цвет днём', { exact: true }).fill('#ffdd00')
    await page.getByText('На белом почти не виден: контраст 1,3').waitFor()
    await page.getByLabel('Цвет днём', { exact: true }).fill('#1a7f4b')
    const logo = page.getByLabel('Выбрать картинку').first()
    await logo.setInputFiles({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') })
    await page.getByText('Это не PNG, не JPEG, не WebP и не рисунок SVG.').waitFor()
    await logo.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: png })
    await page.getByAltText('Логотип сейчас').waitFor()
    await page.getByRole('button', { name: 'Добавить ссылку' }).click()
    await page.getByRole('button', { name: 'Сохранить' }).click()
    await page.getByText('У каждой ссылки должны быть название и адрес.').waitFor()
    await page.getByLabel('Ссылка 1: название').fill('Магазин')
    await page.getByLabel('Ссылка 1: адрес').fill('shop.example')
    await page.getByRole('button', { name: 'Сохранить' }).click()
    await page.getByText('Сохранено').waitFor()
    expect(await faults(page)).toEqual([])

    const { page: portal } = await openBrowser(desk)
    await portal.goto('/help/ru')
    await portal.getByRole('heading', { name: 'Здравствуйте!' }).waitFor()
    await portal.getByRole('link', { name: 'Помощь Лавки' }).waitFor()
    await portal.getByRole('link', { name: 'Магазин' }).waitFor()
    expect(await portal.locator('.brand img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(
      1,
    )
    const accent = await portal
      .locator('.search-box button')
      .evaluate((button) => getComputedStyle(button).backgroundColor)
    expect(accent).toBe('rgb(26, 127, 75)')
    expect(await faults(portal)).toEqual([])
  },
)

journey(
  'a template with a mistake is refused by its line; corrected it is on the portal, and reset gone',
  async () => {
    const page = await openSignedIn(desk, anna)
    await openPage(page, 'theme')
    await page.getByRole('link', { name: /^Главная/ }).click()
    const source = page.getByRole('textbox', { name: 'Шаблон' })
    const builtIn = await source.inputValue()
    await preview(page).getByRole('search').waitFor()
    await source.fill(`${builtIn}<p>Мы открыты {{ portal.name | upcas }}</p>`)
    await page.getByText('В шаблоне ошибка: показан последний вид').waitFor()
    await page.getByRole('button', { name: 'Сохранить' }).click()
    const last = builtIn.split('\n').length
    await page.getByText(`Строка ${last}: фильтра «upcas» нет.`).waitFor()
    expect(await faults(page)).toEqual([])

    // Tab writes; after Escape it leads on.
    await source.press('Control+End')
    await source.press('Tab')
    expect(await source.inputValue()).toMatch(/ {2}$/)
    await source.press('Escape')
    await source.press('Tab')
    expect(await source.evaluate((field) => field === document.activeElement)).toBe(false)

    await source.fill(`${builtIn}<p>Мы открыты</p>`)
    await preview(page).getByText('Мы открыты').waitFor()
    await page.getByRole('tab', { name: 'Различия' }).click()
    await page.getByText('+ <p>Мы открыты</p>').waitFor()
    expect(await faults(page)).toEqual([])
    await page.getByRole('tab', { name: 'Шаблон' }).click()
    await page.getByRole('button', { name: 'Сохранить' }).click()
    await page.getByText('Сохранено').waitFor()
    const { page: portal } = await openBrowser(desk)
    await portal.goto('/help/ru')
    await portal.getByText('Мы открыты').waitFor()

    await page.getByRole('button', { name: 'Вернуть исходный' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Вернуть исходный' }).click()
    await expect.poll(() => source.inputValue()).toBe(builtIn)
    await portal.reload()
    await portal.getByRole('search').waitFor()
    expect(await portal.getByText('Мы открыты').count()).toBe(0)
  },
)

journey('a phone has room for all of it, in the dark and in English', async () => {
  const page = await openSignedIn(desk, john, { width: 390, height: 844, colorScheme: 'dark' })
  for (const path of ['portal', 'theme', 'theme/article']) {
    await openPage(page, path)
    expect([path, await isTooWide(page)]).toEqual([path, false])
    expect([path, await faults(page)]).toEqual([path, []])
  }
})
