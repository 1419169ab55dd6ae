import { beforeAll, expect } from 'vitest'
import type { Page } from 'playwright-core'
import { actorOfAgent } from '#server/identity/index.ts'
import { createArticle, createKnowledgeCategory, publishText } from '#server/knowledge/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { faults, isTooWide } from '#test/axe.ts'
import { journey, openBrowser, openDesk } from '#test/browser.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'

const desk = await openDesk()
const { config, clock } = desk
const { db } = desk.database

const body = `<p>Пароль меняется по письму.</p><h2>Где искать письмо</h2><p>Загляните в «Спам».</p>
<ul><li>Поиск по слову «пароль»</li><li>Папка «Рассылки»</li></ul><p>Письмо живёт час.</p>
<h2>Если письма нет</h2><aside data-kind="warning"><p>Проверьте адрес.</p></aside>
<table><tr><th>Ящик</th><th>Где спам</th></tr><tr><td>Почта</td><td>Слева, под входящими письмами</td></tr></table>
<h3>Ничего не помогло</h3><p>Напишите нам.</p>`

beforeAll(async () => {
  const agent = await buildAgent(db, { name: 'Анна Лис', role: 'administrator' })
  const now = clock.now()
  const category = (ru: string, en: string, description = '') =>
    inTransaction(db, (tx) =>
      createKnowledgeCategory(
        tx,
        null,
        {
          parentId: null,
          visibility: 'public',
          texts: { ru: { title: ru, description }, en: { title: en, description: '' } },
        },
        now,
      ),
    )
  const article = (categoryId: number, title: string, html: string) =>
    inTransaction(db, async (tx) => {
      const actor = await actorOfAgent(tx, agent.id)
      const given = {
        categoryId,
        language: 'ru',
        title,
        summary: '',
        visibility: 'public',
        tags: [],
      } as const
      const id = await createArticle(tx, actor, { ...given, html }, now)
      await publishText(tx, actor, { articleId: id, language: 'ru' }, { version: 1 }, now)
      return id
    })
  const signIn = await category('Вход и пароли', 'Signing in', 'Как войти и что делать, если не получается.')
  const orders = await category('Заказы', 'Orders')
  const id = await article(signIn.id, 'Не приходит письмо для смены пароля', body)
  await article(signIn.id, 'Как сменить адрес', '<p>В настройках.</p>')
  for (let n = 1; n <= 60; n++) await article(orders.id, `Вопрос о заказе ${n}`, '<p>Ответ о доставке.</p>')
  const headers = {
    ...(await signedIn(db, agent)),
    origin: config.publicUrl.replace(/\/$/, ''),
    'content-type': 'application/json',
  }
  for (const [method, path, sent] of [
    [
      'PUT',
      '',
      { title: 'No letter to change the password', summary: '', html: '<p>Look into Spam.</p>', version: 0 },
    ],
    ['POST', '/publish', { version: 1 }],
  ] as const) {
    const address = `${desk.url}/api/v1/articles/${id}/texts/en${path}`
    const answer = await fetch(address, { method, headers, body: JSON.stringify(sent) })
    if (!answer.ok) throw new Error(await answer.text())
  }
})

/** Nobody reads a line by moving the page, and nobody is kept out by how it is made. */
async function isSound(page: Page): Promise<void> {
  expect([page.url(), await isTooWide(page), await faults(page)]).toEqual([page.url(), false, []])
}

journey(
  'without a script: home, a search with a mistake in it, the article, an opinion, topics, another language',
  async () => {
    const { page } = await openBrowser(desk, { hasScripts: false, width: 390, height: 844 })
    await page.goto('/help')
    await page.waitForURL('**/help/ru')
    await page.getByRole('searchbox').fill('письмо пороль')
    await page.getByRole('button', { name: 'Найти' }).click()
    await page.getByText('пароль', { exact: false }).first().waitFor()
    await page.getByRole('link', { name: /Не приходит письмо/ }).click()
    await page.getByRole('heading', { name: 'Не приходит письмо для смены пароля' }).waitFor()
    await page.getByRole('button', { name: 'Нет', exact: true }).click()
    await page.getByRole('textbox').last().fill('В «Спаме» его тоже нет.')
    await page.locator('#feedback').getByRole('button').click()
    await page.locator('#feedback').getByText('Спасибо', { exact: false }).waitFor()
    const opinion = await db
      .selectFrom('article_feedback')
      .select(['has_helped', 'comment'])
      .executeTakeFirst()
    expect(opinion).toEqual({ has_helped: false, comment: 'В «Спаме» его тоже нет.' })

    await page.getByRole('navigation', { name: 'Где вы' }).getByRole('link', { name: 'Otklik' }).click()
    await page.getByRole('link', { name: /^Заказы/ }).click()
    await page.getByText('Страница 1 из 2').waitFor()
    expect(await page.getByRole('link', { name: /^Вопрос о заказе/ }).count()).toBe(50)
    await page.getByRole('link', { name: 'Дальше' }).click()
    await page.getByText('Страница 2 из 2').waitFor()
    expect(await page.getByRole('link', { name: /^Вопрос о заказе/ }).count()).toBe(10)
    expect(await page.locator('link[rel=canonical]').getAttribute('href')).toMatch(/\?page=2$/)
    await page.getByRole('link', { name: 'Назад' }).click()
    await page.getByText('Страница 1 из 2').waitFor()

    await page.goto('/help/ru/articles/ne-prikhodit-pismo-dlia-smeny-parolia')
    await page.getByRole('link', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'No letter to change the password' }).waitFor()
    expect(new URL(page.url()).search).toBe('')
    // The browser asks for Russian, and is asked no more.
    await page.goto('/help')
    await page.waitForURL('**/help/en')
  },
)

journey(
  'by keyboard: what is typed suggests articles, arrows choose, Enter opens, Escape closes',
  async () => {
    const { page } = await openBrowser(desk)
    await page.goto('/help/ru')
    const box = page.getByRole('combobox')
    await box.focus()
    await page.keyboard.type('пороль')
    const options = page.getByRole('option')
    await options.first().waitFor()
    await isSound(page)
    expect(await box.getAttribute('aria-expanded')).toBe('true')
    await page.keyboard.press('Escape')
    await expect.poll(() => box.getAttribute('aria-expanded')).toBe('false')
    expect(await box.inputValue()).toBe('пороль')
    await page.keyboard.press('ArrowDown')
    await options.first().waitFor()
    await page.keyboard.press('ArrowDown')
    expect(await box.getAttribute('aria-activedescendant')).toBe('suggestion-0')
    expect(await options.first().getAttribute('aria-selected')).toBe('true')
    await page.keyboard.press('ArrowUp')
    expect(await box.getAttribute('aria-activedescendant')).toBeNull()
    await page.keyboard.press('ArrowUp')
    expect(await box.getAttribute('aria-activedescendant')).toBe('suggestion-write')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Не приходит письмо для смены пароля' }).waitFor()
  },
)

journey(
  'every page stands in its window and is free of faults, in both languages, light and dark',
  async () => {
    for (const look of [
      { width: 1440, colorScheme: 'light' },
      { width: 390, height: 844, colorScheme: 'dark', isTouch: true },
    ] as const) {
      const { page } = await openBrowser(desk, look)
      for (const address of [
        '/help/ru',
        '/help/en',
        '/help/ru/categories/vkhod-i-paroli',
        '/help/ru/categories/zakazy?page=2',
        '/help/ru/articles/ne-prikhodit-pismo-dlia-smeny-parolia',
        '/help/ru/articles/ne-prikhodit-pismo-dlia-smeny-parolia?said=no',
        '/help/en/articles/no-letter-to-change-the-password',
        `/help/ru/search?q=${encodeURIComponent('пороль')}`,
        '/help/ru/search?q=zzzz',
        '/help/ru/nowhere',
      ]) {
        await page.goto(address)
        await isSound(page)
        if (address !== '/help/ru') continue
        // The search stands in the middle of its window.
        const box = await page.locator('.search-box').boundingBox()
        expect(Math.round((box?.x ?? 0) * 2 + (box?.width ?? 0))).toBe(look.width)
      }
    }
  },
)
