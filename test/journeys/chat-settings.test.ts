import { createHmac } from 'node:crypto'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { readUserToken } from '#server/channels/chat/user-token.ts'
import { faults, isTooWide } from '#test/axe.ts'
import { journey, openDesk, openSignedIn } from '#test/browser.ts'
import { buildAgent } from '#test/builders/agent.ts'

const desk = await openDesk()
const { db } = desk.database
const anna = await buildAgent(db, { name: 'Анна Ли', role: 'administrator', language: 'ru' })
const john = await buildAgent(db, { name: 'John', role: 'administrator', language: 'en' })
const stored = () => db.selectFrom('chat').selectAll().where('id', '=', 1).executeTakeFirstOrThrow()

async function openPage(page: Page, path: string): Promise<void> {
  await page.goto(`/settings/${path}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
}
const preview = (page: Page) => page.frameLocator('iframe')

journey('a chat: added by its name, written while it is looked at, tried out, saved', async () => {
  const page = await openSignedIn(desk, anna)
  await openPage(page, 'chats')
  await page.getByText('Чатов пока нет').waitFor()
  expect(await faults(page)).toEqual([])
  await page.getByRole('button', { name: 'Добавить чат' }).click()
  await page.getByRole('button', { name: 'Создать' }).click()
  await page.getByText('Как его назвать?').waitFor()
  await page.getByLabel('Название').fill('Магазин')
  await page.getByRole('button', { name: 'Создать' }).click()
  await page.getByRole('heading', { name: 'Магазин', level: 1 }).waitFor()

  // The widget itself, with what is on the form and saved nowhere.
  const shown = preview(page)
  await shown.getByText('Здравствуйте! Чем помочь?').waitFor()
  const greeting = page.getByLabel('Приветствие')
  await greeting.fill('Привет! Это «Ромашка».')
  await shown.getByText('Привет! Это «Ромашка».').waitFor()
  await expect.poll(() => greeting.evaluate((field) => field === document.activeElement)).toBe(true)
  await page.getByRole('tab', { name: 'Никого' }).click()
  await shown.getByText('мы ответим письмом').first().waitFor()
  await page.getByRole('tab', { name: 'EN', exact: true }).click()
  await shown.getByRole('textbox', { name: 'Message' }).waitFor()
  await page.getByRole('tab', { name: 'RU', exact: true }).click()
  await page.getByRole('tab', { name: 'Телефон' }).click()
  await page.getByRole('tab', { name: 'Темно' }).click()
  await page.getByRole('tab', { name: 'Разговор' }).click()
  await shown.getByLabel('Сообщение').fill('Проба')
  await shown.getByLabel('Сообщение').press('Enter')
  await shown.getByText('Так будет выглядеть ответ сотрудника.').waitFor()
  expect((await stored()).texts.ru?.greeting).toBe('Здравствуйте! Чем помочь?')

  // A colour that cannot be seen is told of, and what stands on it can be read.
  await page.getByLabel('Цвет днём', { exact: true }).fill('#ffdd00')
  await page.getByText('На белом почти не виден: контраст 1,3').waitFor()
  await page.getByRole('button', { name: 'Как обычно' }).click()
  await page.getByText('почти не виден').waitFor({ state: 'detached' })
  await page.getByLabel('Цвет днём', { exact: true }).fill('#1a7f4b')

  await page.getByRole('button', { name: 'Добавить приглашение' }).click()
  await page.getByRole('button', { name: 'На каких страницах: На любой странице' }).click()
  await page.getByRole('menuitemradio', { name: 'На странице, в адресе которой есть' }).click()
  await page.getByLabel('Часть адреса').fill('/delivery')
  await page.getByLabel('Через сколько секунд').fill('30')
  await page.getByLabel('Просить согласие').check()
  await page.getByLabel('Текст согласия по-русски').fill('')
  await page.getByLabel('Адрес сайта').fill('shop.example/delivery?x=1')
  await page.getByLabel('Адрес сайта').press('Enter')
  await page.getByText('https://shop.example', { exact: true }).waitFor()
  expect(await faults(page)).toEqual([])
  await page.getByRole('button', { name: 'Сохранить' }).click()
  await page.getByText('Нет текста согласия по-русски').waitFor()
  await page.getByText('Напишите, что сказать').waitFor()
  await page.getByLabel('Текст согласия по-русски').fill('Согласен')
  await page.getByLabel('Слова по-русски').fill('Подсказать с доставкой?')
  await page.getByRole('tab', { name: 'Закрыт' }).click()
  await shown.getByText('Подсказать с доставкой?').waitFor()
  await page.getByRole('button', { name: 'Сохранить' }).click()
  await page.getByText('Сохранено').first().waitFor()
  expect(await stored()).toMatchObject({
    accent: '#1a7f4b',
    has_consent: true,
    sites: ['https://shop.example'],
    proactive: [{ pagePart: '/delivery', afterSeconds: 30, texts: { ru: 'Подсказать с доставкой?' } }],
    texts: { ru: { greeting: 'Привет! Это «Ромашка».', consent: 'Согласен' } },
  })
})

journey('whoever comes second is told, and loses nothing unasked', async () => {
  const page = await openSignedIn(desk, anna)
  await openPage(page, 'chats/1')
  const name = page.getByLabel('Название')
  await name.fill('Моё название')
  const { version } = await stored()
  const body = { version, name: 'Название коллеги' }
  const headers = { origin: desk.url }
  const answer = await page.request.patch('/api/v1/chats/1', { data: body, headers })
  expect(answer.ok()).toBe(true)
  await page.getByRole('button', { name: 'Сохранить' }).click()
  await page.getByRole('alert').waitFor()
  expect(await name.inputValue()).toBe('Моё название')
  // Unsaved, it is not left without a word.
  await page.getByRole('link', { name: 'К списку' }).click()
  await page.getByText('Изменения этого чата пропадут.').waitFor()
  await page.getByRole('button', { name: 'Отмена' }).click()
  await page.getByRole('button', { name: 'Показать новое' }).click()
  await expect.poll(() => name.inputValue()).toBe('Название коллеги')
})

journey('the code for a site, and a secret that is told once and ends the one before', async () => {
  const page = await openSignedIn(desk, anna)
  await openPage(page, 'chats/1?part=install')
  const { key } = await stored()
  const code = `<script async type="module" src="${desk.url}/widget/chat.js?key=${key}"></script>`
  await page.getByText(code, { exact: true }).waitFor()
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Скопировать: Код для сайта' }).click()
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(code)
  for (const language of ['PHP', 'Python', 'Node']) {
    await page.getByRole('tab', { name: language }).click()
    await page.getByRole('figure', { name: `Подпись на ${language}` }).waitFor()
  }
  expect(await faults(page)).toEqual([])

  const secrets: string[] = []
  for (let turn = 0; turn < 2; turn++) {
    await page.getByRole('button', { name: 'Выпустить ключ' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('сразу перестанет действовать').waitFor()
    await dialog.getByRole('button', { name: 'Выпустить ключ' }).click()
    secrets.push(await page.getByRole('textbox', { name: 'Ключ' }).inputValue())
    expect(await faults(page)).toEqual([])
    await page.getByRole('button', { name: 'Готово' }).click()
  }
  const sealed = desk.secrets.decrypt((await stored()).secret)
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const exp = Date.now() / 1000 + 60
  const head = `${part({ alg: 'HS256' })}.${part({ email: 'a@shop.example', exp })}`
  const known = secrets.map((secret) => {
    const signature = createHmac('sha256', secret).update(head).digest('base64url')
    return readUserToken(`${head}.${signature}`, sealed, new Date()) !== null
  })
  expect(known).toEqual([false, true])
})

journey('in English, on a phone, in the dark; switched off in the list, and removed', async () => {
  const page = await openSignedIn(desk, john, { width: 390, height: 844, colorScheme: 'dark', isTouch: true })
  await openPage(page, 'chats')
  await page.getByText('on any site').or(page.getByText('shop.example')).first().waitFor()
  expect(await faults(page)).toEqual([])
  await page.getByRole('switch').click()
  await expect.poll(async () => (await stored()).is_active).toBe(false)
  await page.getByRole('link', { name: 'Название коллеги' }).click()
  await preview(page).getByText('Hello! How can we help?').waitFor()
  expect([await faults(page), await isTooWide(page)]).toEqual([[], false])
  await page.getByRole('tab', { name: 'Installation' }).click()
  await page.getByText('The chat is off: the code').waitFor()
  expect([await faults(page), await isTooWide(page)]).toEqual([[], false])
  await page.getByRole('tab', { name: 'Look and behaviour' }).click()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByText('No chats yet').waitFor()
})

journey('an agent who manages no portal is told so', async () => {
  const oleg = await buildAgent(db, { name: 'Олег', language: 'ru' })
  const page = await openSignedIn(desk, oleg)
  await page.goto('/settings/chats')
  await page.getByRole('heading', { name: 'Чаты', level: 1 }).waitFor()
  expect(await page.getByRole('button', { name: 'Добавить чат' }).count()).toBe(0)
})
