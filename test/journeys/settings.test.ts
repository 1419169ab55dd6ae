import type { Page } from 'playwright-core'
import { afterAll, expect } from 'vitest'
import { startChannels } from '#server/channels/index.ts'
import { faults, isTooWide } from '#test/axe.ts'
import { journey, openBrowser, openDesk, openSignedIn } from '#test/browser.ts'
import { buildAgent } from '#test/builders/agent.ts'

const desk = await openDesk({ SMTP_PORT: '0', SMTP_HOST: '127.0.0.1' })
const { db } = desk.database
const channels = await startChannels(desk)
afterAll(() => channels.stop())
const anna = await buildAgent(db, { name: 'Анна Ли', role: 'administrator', language: 'ru' })

/** A page of Settings by its address, once what it shows has come. */
async function openPage(page: Page, section: string): Promise<void> {
  await page.goto(`/settings/${section}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
}

const dialog = (page: Page) => page.getByRole('dialog')

journey('an inbox: the check says what failed in words, and letters come in once it is added', async () => {
  const page = await openSignedIn(desk, anna)
  await openPage(page, 'inboxes')
  await page.getByText('Ни одного ящика').waitFor()
  await page.getByRole('link', { name: 'Добавить ящик' }).click()
  await page.getByText('Где живёт почта?').waitFor()
  expect(await faults(page)).toEqual([])
  await page.getByRole('link', { name: /Другой сервер/ }).click()

  // What is known of a large service is filled in; what one typed is left alone.
  await page.getByLabel('Почтовый адрес').fill('help@yandex.ru')
  await expect.poll(() => page.getByLabel('Сервер IMAP').inputValue()).toBe('imap.yandex.ru')
  await page.getByLabel('Сервер IMAP').fill('no-such-host.invalid')
  await page.getByLabel('Сервер SMTP').fill('127.0.0.1')
  await page.getByLabel('Порт').nth(1).fill('1')
  await page.getByRole('button', { name: 'Проверить соединение' }).click()
  await page.getByText('Сервера с таким именем нет').waitFor()
  await page.getByText('На этом порту никто не отвечает').waitFor()
  expect(await faults(page)).toEqual([])

  await page.getByLabel('Почтовый адрес').fill('support@desk.example')
  await page.getByText('Принимать самим').click()
  await page.getByLabel('Отправлять ответы через SMTP').uncheck()
  await page.getByRole('button', { name: 'Добавить ящик' }).click()
  await page.getByRole('link', { name: /support@desk\.example/ }).waitFor()

  // The same address once more is refused at its field.
  await page.getByRole('link', { name: 'Добавить ящик' }).click()
  await page.getByRole('link', { name: /Встроенный приём/ }).click()
  await page.getByLabel('Почтовый адрес').fill('support@desk.example')
  await page.getByLabel('Отправлять ответы через SMTP').uncheck()
  await page.getByRole('button', { name: 'Добавить ящик' }).click()
  await page.getByText('Ящик с таким адресом уже есть').waitFor()
})

journey('a file that cannot be a key is refused in words, and one that is a key is taken', async () => {
  const page = await openSignedIn(desk, anna)
  await openPage(page, 'inboxes')
  await page.getByRole('link', { name: /support@desk\.example/ }).click()
  await page.getByRole('tab', { name: 'Шифрование' }).click()
  await page.getByRole('button', { name: 'Добавить ключ' }).click()
  const form = dialog(page)
  const choose = async (name: string, bytes: number) => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      form.getByRole('button', { name: 'Выбрать файл' }).click(),
    ])
    await chooser.setFiles({ name, mimeType: 'application/x-pkcs12', buffer: Buffer.alloc(bytes, 'a') })
  }
  await choose('archive.p12', 160_000)
  await form.getByText(/archive\.p12: .+ не бывает таким большим/).waitFor()
  expect(await form.getByLabel('Ключ', { exact: true }).inputValue()).toBe('')
  expect(await faults(page)).toEqual([])
  await choose('key.p12', 3_000)
  await expect.poll(() => form.getByLabel('Ключ', { exact: true }).inputValue()).toMatch(/^YWFh/)
  await form.getByText(/не бывает таким большим/).waitFor({ state: 'detached' })
})

journey('two administrators change one inbox: the second is told, and takes the newer', async () => {
  const first = await openSignedIn(desk, anna)
  await openPage(first, 'inboxes')
  await first.getByRole('link', { name: /support@desk\.example/ }).click()
  await first.getByLabel('Имя отправителя').fill('Первая')

  const second = await openSignedIn(desk, anna)
  await openPage(second, 'inboxes')
  await second.getByRole('link', { name: /support@desk\.example/ }).click()
  await second.getByLabel('Имя отправителя').fill('Вторая')
  await second.getByRole('button', { name: 'Сохранить' }).click()
  await second.getByText('Сохранено').waitFor()

  await first.getByRole('button', { name: 'Сохранить' }).click()
  await first.getByText('Это только что изменил кто-то другой').waitFor()
  await first.getByRole('button', { name: 'Показать новое' }).click()
  await expect.poll(() => first.getByLabel('Имя отправителя').inputValue()).toBe('Вторая')
})

journey('people: a team, a role, an invitation by link, and an end to it', async () => {
  const page = await openSignedIn(desk, anna)
  await openPage(page, 'teams')
  await page.getByRole('button', { name: 'Добавить отдел' }).click()
  await dialog(page).getByLabel('Название').fill('Бухгалтерия')
  await dialog(page).getByLabel('Видят только свои тикеты').check()
  expect(await faults(page)).toEqual([])
  await dialog(page).getByRole('button', { name: 'Добавить' }).click()
  await page.getByText('видят только своё').waitFor()

  await openPage(page, 'roles')
  await page.getByRole('button', { name: 'Добавить роль' }).click()
  await dialog(page).getByLabel('По-русски').fill('Стажёр')
  expect(await faults(page)).toEqual([])
  await dialog(page).getByRole('button', { name: 'Добавить' }).click()
  await page.getByRole('button', { name: 'Действия: Стажёр' }).waitFor()

  await openPage(page, 'agents')
  await page.getByRole('button', { name: 'Пригласить' }).click()
  await dialog(page).getByRole('button', { name: 'Пригласить' }).click()
  await dialog(page).getByText('Это не похоже на адрес почты').waitFor()
  await dialog(page).getByLabel('Почта').fill(anna.email)
  await dialog(page).getByLabel('Имя').fill('Тимур Галиев')
  await dialog(page).getByRole('button', { name: 'Пригласить' }).click()
  await dialog(page).getByText('Сотрудник с такой почтой уже есть').waitFor()
  await dialog(page).getByLabel('Почта').fill('timur@desk.example')
  await dialog(page).getByLabel('Бухгалтерия').check()
  await dialog(page).getByRole('combobox', { name: 'Роль' }).click()
  await page.getByRole('option', { name: 'Стажёр' }).click()
  await dialog(page).getByRole('button', { name: 'Пригласить' }).click()
  const link = await dialog(page).getByLabel('Ссылка-приглашение').inputValue()
  expect(await faults(page)).toEqual([])
  await dialog(page).getByRole('button', { name: 'Готово' }).click()
  await page.getByText('приглашён').waitFor()

  const { page: timurs } = await openBrowser(desk)
  await timurs.goto(new URL(link).pathname)
  await timurs.getByRole('heading', { name: 'Здравствуйте, Тимур Галиев!' }).waitFor()
  await timurs.getByLabel('Новый пароль', { exact: true }).fill('новый пароль стажёра')
  await timurs.getByRole('button', { name: 'Начать работу' }).click()
  await timurs.getByRole('heading', { name: 'Мои открытые' }).waitFor()

  // His own macros are his to arrange. What he may not do is not there; what he types by hand is refused in words.
  await timurs.getByRole('link', { name: 'Настройки' }).click()
  await timurs.getByRole('heading', { name: 'Макросы' }).waitFor()
  const sections = timurs.getByRole('navigation', { name: 'Настройки' }).getByRole('link')
  await expect.poll(() => sections.allInnerTexts()).toEqual(['К тикетам', 'Макросы', 'Профиль', 'Мои входы'])
  await timurs.goto('/settings/agents')
  await timurs.getByText('Этот раздел не для вашей роли').waitFor()

  await page.getByRole('button', { name: 'Действия: Тимур Галиев' }).click()
  await page.getByRole('menuitem', { name: 'Отключить' }).click()
  await dialog(page).getByRole('button', { name: 'Отключить' }).click()
  await page.getByText('Тимур Галиев: доступ закрыт').waitFor()
  await timurs.goto('/tickets')
  await timurs.getByRole('heading', { name: 'Вход' }).waitFor()

  // The last administrator cannot stop being one.
  await page.getByRole('button', { name: 'Действия: Анна Ли' }).click()
  await page.getByRole('menuitem', { name: 'Изменить' }).click()
  await dialog(page).getByRole('combobox', { name: 'Роль' }).click()
  await page.getByRole('option', { name: 'Сотрудник' }).click()
  await dialog(page).getByRole('button', { name: 'Сохранить' }).click()
  await dialog(page).getByText('Должен остаться хотя бы один администратор').waitFor()
})

journey('tickets: the prefix, a status made default, a tree of categories', async () => {
  const page = await openSignedIn(desk, anna)
  await openPage(page, 'desk')
  await page.getByLabel('Префикс').fill('12')
  await page.getByRole('button', { name: 'Сохранить' }).click()
  await page.getByText('Буква, потом до девяти букв или цифр').waitFor()
  await page.getByLabel('Префикс').fill('лт')
  await page.getByText('Номер будет выглядеть так: ЛТ-1256').waitFor()
  await page.getByRole('button', { name: 'Сохранить' }).click()
  await page.getByText('Сохранено').waitFor()

  await openPage(page, 'statuses')
  const paused = page.locator('section', { has: page.getByRole('heading', { name: 'На паузе' }) })
  await paused.getByRole('button', { name: 'Добавить' }).click()
  await dialog(page).getByLabel('По-русски').fill('Ждём поставщика')
  await dialog(page).getByLabel('По-английски').fill('Waiting for supplier')
  await dialog(page).getByRole('button', { name: 'Добавить' }).click()
  await paused.getByRole('button', { name: 'Поднять «Ждём поставщика»' }).click()
  await paused.getByRole('button', { name: 'Поднять «Ждём поставщика»', disabled: true }).waitFor()
  await paused.getByRole('button', { name: 'Действия: Ждём поставщика' }).click()
  await page.getByRole('menuitem', { name: 'Сделать основным' }).click()
  await paused
    .locator('div', { hasText: /^Ждём поставщикаWaiting for supplierпо умолчанию$/ })
    .first()
    .waitFor()
  await paused.getByRole('button', { name: 'Действия: На паузе' }).click()
  await page.getByRole('menuitem', { name: 'Убрать в архив' }).click()
  await dialog(page).getByRole('button', { name: 'Убрать в архив' }).click()
  await page.getByText('Статус «На паузе» убран').waitFor()

  await openPage(page, 'categories')
  await page.getByRole('button', { name: 'Добавить категорию' }).click()
  await dialog(page).getByLabel('По-русски').fill('Доступ')
  await dialog(page).getByRole('button', { name: 'Добавить' }).click()
  await page.getByRole('button', { name: 'Действия: Доступ' }).click()
  await page.getByRole('menuitem', { name: 'Добавить внутрь' }).click()
  await dialog(page).getByLabel('По-русски').fill('Пароли')
  await dialog(page).getByRole('button', { name: 'Добавить' }).click()
  await page.getByRole('button', { name: 'Действия: Пароли' }).waitFor()
  await page.getByRole('button', { name: 'Действия: Доступ' }).click()
  await page.getByRole('menuitem', { name: 'Убрать в архив' }).click()
  await dialog(page).getByText('Убираются 2 категории').waitFor()
  await dialog(page).getByRole('button', { name: 'Убрать в архив' }).click()
  await page.getByText('Категорий пока нет').waitFor()
})

journey('an API key is shown once, works, and is revoked', async () => {
  const page = await openSignedIn(desk, anna)
  await openPage(page, 'api-keys')
  await page.getByRole('button', { name: 'Создать ключ' }).click()
  await dialog(page).getByRole('textbox', { name: 'Название' }).fill('Учёт заказов')
  await dialog(page).getByRole('button', { name: 'Создать' }).click()
  await dialog(page).getByText('Отметьте хотя бы одно право').waitFor()
  await dialog(page).getByLabel('Видеть тикеты', { exact: true }).check()
  await dialog(page).getByRole('button', { name: 'Создать' }).click()
  const key = await dialog(page).getByLabel('Ключ', { exact: true }).inputValue()
  expect(await faults(page)).toEqual([])
  await dialog(page).getByRole('button', { name: 'Готово' }).click()

  const tickets = () => fetch(`${desk.url}/api/v1/tickets`, { headers: { authorization: `Bearer ${key}` } })
  expect((await tickets()).status).toBe(200)
  await page.getByRole('button', { name: 'Отозвать: Учёт заказов' }).click()
  await dialog(page).getByRole('button', { name: 'Отозвать' }).click()
  await page.getByText('Ключ «Учёт заказов» отозван').waitFor()
  expect((await tickets()).status).toBe(401)
})

journey(
  'one’s own: the language turns over at once, the password needs the old one, other sessions end',
  async () => {
    const marta = await buildAgent(db, { name: 'Marta Nowak', language: 'en' })
    const elsewhere = await openSignedIn(desk, marta)
    await elsewhere.goto('/tickets')
    await elsewhere.getByRole('button', { name: /Marta Nowak/ }).waitFor()
    const page = await openSignedIn(desk, marta)
    await openPage(page, 'profile')
    await page.getByRole('combobox', { name: 'Language' }).click()
    await page.getByRole('option', { name: 'Русский' }).click()
    await page.getByRole('heading', { name: 'Профиль' }).waitFor()

    await page.getByLabel('Нынешний пароль').fill('не тот')
    await page.getByLabel('Новый пароль', { exact: true }).fill('ещё один хороший пароль')
    await page.getByRole('button', { name: 'Сменить пароль' }).click()
    await page.getByText('Нынешний пароль не подошёл').waitFor()
    await page.getByLabel('Нынешний пароль').fill(marta.password)
    await page.getByRole('button', { name: 'Сменить пароль' }).click()
    await page.getByText('Сохранено').waitFor()

    // Nobody touches anything there.
    await elsewhere.getByRole('heading', { name: /Вход|Sign in/ }).waitFor()
    await openPage(page, 'sessions')
    await page.getByText('вы здесь').waitFor()
  },
)

const pages = [
  'inboxes',
  'letters',
  'desk',
  'statuses',
  'categories',
  'agents',
  'teams',
  'roles',
  'api-keys',
  'audit',
  'system',
  'profile',
  'sessions',
]

journey('no page of Settings has a serious fault, in the dark as in the light', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await openSignedIn(desk, anna, { width: 1280, height: 800, colorScheme })
    for (const section of pages) {
      await openPage(page, section)
      expect(await faults(page), `${section}, ${colorScheme}`).toEqual([])
    }
  }
})

journey('on a phone the sections are a page, and nothing sticks out', async () => {
  const page = await openSignedIn(desk, anna, { width: 390, height: 844, isTouch: true })
  await page.goto('/settings')
  await page.getByRole('link', { name: 'Отделы' }).tap()
  await page.getByRole('heading', { level: 1, name: 'Отделы' }).waitFor()
  await page.getByRole('link', { name: 'К разделам настроек' }).tap()
  await page.getByRole('link', { name: 'Мои входы' }).waitFor()
  for (const section of pages) {
    await openPage(page, section)
    expect(await isTooWide(page), section).toBe(false)
  }
})
