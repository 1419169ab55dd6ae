import { expect } from 'vitest'
import { faults } from '#test/axe.ts'
import { journey, openBrowser, openDesk, openSignedIn } from '#test/browser.ts'
import { buildAgent } from '#test/builders/agent.ts'

const desk = await openDesk()
const { db } = desk.database

journey(
  'an administrator puts a form together, sees it beside as it becomes, and opens its page',
  async () => {
    const boss = await buildAgent(db, { name: 'Ольга', role: 'administrator', language: 'ru' })
    const page = await openSignedIn(desk, boss)
    const fields = {
      owner: 'ticket',
      key: 'trouble',
      kind: 'choice',
      names: { ru: 'Что случилось', en: 'Trouble' },
    }
    const choices = ['late', 'lost'].map((value) => ({ value, names: { ru: value, en: value } }))
    const made = await page.request.post('/api/v1/fields', {
      data: { ...fields, choices },
      headers: { origin: desk.url },
    })
    expect(made.status()).toBe(201)

    await page.goto('/settings/web-forms')
    await page.getByText('Форм пока нет').waitFor()
    expect(await faults(page)).toEqual([])
    await page.getByRole('button', { name: 'Добавить форму' }).press('Enter')
    await page.getByRole('textbox', { name: 'Название' }).fill('Обратная связь')
    await page.keyboard.press('Enter')

    // The form itself stands beside, as its visitors would meet it.
    const preview = page.frameLocator('iframe')
    await preview.getByRole('heading', { name: 'Напишите нам' }).waitFor()
    const list = page.getByRole('list', { name: 'Поля' })
    expect(await list.getByRole('listitem').count()).toBe(5)
    await page.getByRole('button', { name: 'Добавить поле' }).press('Enter')
    await page.getByRole('menuitem', { name: 'Что случилось' }).press('Enter')
    await page.getByRole('checkbox', { name: 'Обязательное поле' }).press('Space')
    await page.getByRole('button', { name: 'Готово' }).press('Enter')
    await preview.getByText('Что случилось').waitFor()

    // The message is asked only of whose trouble is known; it goes with its condition.
    await list.getByRole('button', { name: 'Тема', exact: true }).press('Enter')
    await page.getByRole('combobox', { name: 'Когда спрашивать' }).press('Enter')
    await page.getByRole('option', { name: 'Если в поле «Что случилось»…' }).press('Enter')
    await page.getByRole('checkbox', { name: 'late' }).press('Space')
    await page.getByRole('button', { name: 'Готово' }).press('Enter')
    await list.getByText('Если «Что случилось»: late').waitFor()
    await preview.getByText('Тема', { exact: true }).waitFor({ state: 'detached' })
    await preview.getByRole('combobox').selectOption('late')
    await preview.getByText('Тема', { exact: true }).waitFor()

    await page.getByRole('button', { name: 'Поднять «Файлы»' }).press('Enter')
    await page.getByRole('textbox', { name: 'Заголовок' }).fill('Что-то пошло не так?')
    await preview.getByRole('heading', { name: 'Что-то пошло не так?' }).waitFor()
    expect(await faults(page)).toEqual([])
    await page.getByRole('button', { name: 'Сохранить' }).press('Enter')
    await page.getByText('Сохранено').first().waitFor()

    await page.getByRole('tab', { name: 'Как поставить' }).click()
    await page.getByText('<script async').waitFor()
    await page.getByText('<form method="post"').waitFor()
    expect(await faults(page)).toEqual([])
    const address = await page.getByRole('link', { name: 'Открыть страницу' }).getAttribute('href')
    const { page: visitor } = await openBrowser(desk, { hasScripts: false })
    await visitor.goto(new URL(address ?? '').pathname)
    await visitor.getByRole('heading', { name: 'Что-то пошло не так?' }).waitFor()
    // What waits for an answer comes and goes without a script.
    expect(await visitor.getByLabel('Тема').isVisible()).toBe(false)
    await visitor.getByLabel('Что случилось').selectOption('late')
    expect(await visitor.getByLabel('Тема').isVisible()).toBe(true)

    // Another like it is one press away, and is off until it is looked at.
    await page.getByRole('button', { name: 'Сделать копию' }).press('Enter')
    await page.getByRole('heading', { name: 'Обратная связь (копия)' }).waitFor()
    await page.getByRole('tab', { name: 'Поля и поведение' }).waitFor()
    const copies = await db
      .selectFrom('web_form')
      .select(['name', 'is_active', 'fields'])
      .orderBy('id')
      .execute()
    expect(copies.map(({ name, is_active }) => [name, is_active])).toEqual([
      ['Обратная связь', true],
      ['Обратная связь (копия)', false],
    ])
    expect(copies[1]?.fields).toEqual(copies[0]?.fields)

    // On a telephone the form and its preview take turns.
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await page.locator('iframe').isVisible()).toBe(false)
    await page.getByRole('tab', { name: 'Предпросмотр' }).click()
    await preview.getByRole('heading', { name: 'Что-то пошло не так?' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    expect(await faults(page)).toEqual([])
  },
)
