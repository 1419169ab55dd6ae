import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { ruleTasks } from '#server/rules/index.ts'
import { faults, isTooWide } from '#test/axe.ts'
import { journey, openDesk, openSignedIn } from '#test/browser.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'

const desk = await openDesk()
const { db } = desk.database
const anna = await buildAgent(db, { name: 'Анна Ли', role: 'administrator', language: 'ru' })
const timur = await buildAgent(db, { name: 'Тимур Гафаров', role: 'agent', language: 'ru' })
const created_at = new Date()
const teams = ['Возвраты', 'Первая линия'].map((name) => ({ name, created_at }))
await db.insertInto('team').values(teams).execute()
/** Rules answer events as jobs: what happened until now is dealt with. */
const work = () => drainJobs(desk.database.pool, ruleTasks(desk), desk.log)

const group = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

async function openRules(page: Page, path = ''): Promise<void> {
  await page.goto(`/settings/rules${path}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
}

/** Saves, and waits until the page says so by having nothing left to save. */
async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Сохранить', exact: true }).click()
  await page.getByRole('button', { name: 'История запусков' }).waitFor()
  await page.locator('button:disabled', { hasText: /^Сохранить$/ }).waitFor()
}

async function pick(page: Page, list: string, typed: string, name: string | RegExp = typed): Promise<void> {
  const field = page.getByRole('combobox', { name: list, exact: true })
  await field.and(page.locator(':focus')).waitFor()
  await page.keyboard.type(typed)
  await page.getByRole('option', { name, exact: true }).waitFor()
  await page.keyboard.press('Enter')
}

journey(
  'a rule is built word by word, tried on the past, switched on, and explains what it did',
  async () => {
    const before = await buildMessage(db, {
      subject: 'Оплата прошла дважды',
      text: 'Верните, пожалуйста, мои деньги',
      name: 'Пётр',
    })
    await buildMessage(db, { subject: 'Вернусь завтра', text: 'Когда вы открыты?' })
    await work()
    const page = await openSignedIn(desk, anna)
    await openRules(page)
    await page.getByText('Правил пока нет').waitFor()
    expect(await faults(page)).toEqual([])
    await page.getByRole('button', { name: 'Добавить правило' }).click()
    await page.getByRole('link', { name: /С чистого листа/ }).click()

    // What is missing is said where it is missing.
    await page.getByLabel('Название правила').fill('Возвраты')
    await page.getByRole('button', { name: 'Сохранить', exact: true }).click()
    await group(page, 'Если').getByText('Выберите или впишите значение').waitFor()
    await group(page, 'То').getByText('Добавьте хотя бы одно действие').waitFor()
    expect(await faults(page)).toEqual([])

    // Words, and what they will find while they are typed.
    const words = page.getByLabel('Слова и фразы')
    await words.fill('возврат')
    await words.press('Enter')
    await words.fill('вернуть деньги')
    await group(page, 'Если').getByText('верните деньги').waitFor()
    await group(page, 'Если').getByText('вернусь').waitFor()
    await words.press('Enter')
    await group(page, 'Если').getByText('возвратили').waitFor()

    await group(page, 'То').getByRole('button', { name: 'Добавить действие' }).click()
    await page.getByRole('menuitem', { name: 'отдел', exact: true }).click()
    // What was added is where the keyboard goes on; so is the switch of a rule just saved.
    const isAt = (place: Locator) => page.locator(':focus').and(place).waitFor()
    await isAt(group(page, 'То').getByRole('combobox', { name: /^отдел/ }))
    await page.keyboard.press('Enter')
    await pick(page, 'отдел', 'Возвраты')
    await group(page, 'То').getByRole('button', { name: 'Добавить действие' }).click()
    await page.getByRole('menuitem', { name: 'приоритет', exact: true }).click()

    // The dry run finds the one it should and changes nothing.
    await page.getByRole('button', { name: 'Проверить на прошлом' }).click()
    const dry = group(page, 'Проверить на прошлом')
    await dry.getByText('Оплата прошла дважды').waitFor()
    await dry.getByRole('row').filter({ hasText: 'Возвраты' }).filter({ hasText: 'Высокий' }).waitFor()
    expect(await dry.getByText('Вернусь завтра').count()).toBe(0)
    await save(page)
    expect(await faults(page)).toEqual([])
    const untouched = await db
      .selectFrom('ticket')
      .select('team_id')
      .where('id', '=', before.ticketId)
      .executeTakeFirstOrThrow()
    expect(untouched.team_id).toBeNull()

    await isAt(page.getByRole('switch', { name: 'Правило «Возвраты» работает' }))
    await page.keyboard.press('Space')
    await page.getByRole('switch', { name: 'Правило «Возвраты» работает', checked: true }).waitFor()

    // A letter comes, and both the ticket and the rule tell why it lies where it lies.
    const { ticketId } = await buildMessage(db, { subject: 'Чайник', text: 'Прошу возврата за чайник' })
    await work()
    await page.getByRole('button', { name: 'История запусков' }).click()
    const runs = page.getByRole('dialog')
    await runs.getByRole('button', { name: /Чайник/ }).click()
    await runs.getByText('возврата', { exact: true }).waitFor()
    expect(await faults(page)).toEqual([])

    const agent = await openSignedIn(desk, timur)
    await agent.goto(`/tickets/${ticketId}`)
    await agent.getByText(/Правило «Возвраты»: .*отдел «Возвраты»/).waitFor()
    await agent.getByRole('button', { name: 'Почему? Правило «Возвраты»' }).click()
    await agent.getByRole('dialog').getByText('возврата', { exact: true }).waitFor()
    await agent.getByRole('dialog').getByText('приоритет → Высокий').waitFor()
    expect(await faults(agent)).toEqual([])
  },
)

journey('rules are put in order by keyboard, copied, kept as drafts and had back as they were', async () => {
  const page = await openSignedIn(desk, anna)
  for (const name of ['Первое', 'Второе']) {
    await openRules(page, '/new')
    await page.getByLabel('Название правила').fill(name)
    await page.getByLabel('Слова и фразы').fill('чайник')
    await group(page, 'То').getByRole('button', { name: 'Добавить действие' }).click()
    await page.getByRole('menuitem', { name: 'приоритет', exact: true }).click()
    await save(page)
  }

  await openRules(page)
  const names = () => page.getByRole('listitem').getByRole('link').allInnerTexts()
  const order = async () => (await names()).map((text) => text.split('\n')[0])
  expect(await order()).toEqual(['Возвраты', 'Первое', 'Второе'])
  await page.getByRole('link', { name: /Второе/ }).focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(order).toEqual(['Возвраты', 'Второе', 'Первое'])
  expect(await faults(page)).toEqual([])

  await page.getByRole('button', { name: 'Действия: Первое' }).click()
  await page.getByRole('menuitem', { name: 'Сделать копию' }).click()
  await page.getByRole('link', { name: /Первое \(копия\)/ }).waitFor()
  await page.getByLabel('Найти правило по названию и словам').fill('копия')
  await expect.poll(order).toEqual(['Первое (копия)'])
  await page.getByLabel('Найти правило по названию и словам').fill('')

  // A draft leaves the rule as it is until it is made live.
  await page.getByRole('link', { name: /Второе/ }).click()
  await page.getByLabel('Слова и фразы').fill('самовар')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Ещё действия' }).click()
  await page.getByRole('menuitem', { name: 'Сохранить как черновик' }).click()
  await page.getByText('Это черновик').waitFor()
  await openRules(page)
  await page.getByRole('link', { name: /Второе.*Черновик/s }).click()
  await page.getByRole('button', { name: 'Ввести в действие' }).click()
  await page.getByText('Это черновик').waitFor({ state: 'detached' })

  await page.getByRole('button', { name: 'Ещё действия' }).click()
  await page.getByRole('menuitem', { name: 'Версии' }).click()
  await page
    .getByRole('dialog')
    .locator('ins')
    .getByText(/самовар/)
    .waitFor()
  await page.getByRole('button', { name: 'Вернуть версию 1' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Убрать «самовар»' }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Убрать «чайник»' }).waitFor()
})

journey('a group within is built by keyboard, and unsaved work is not left behind unasked', async () => {
  const page = await openSignedIn(desk, anna, { width: 390, height: 800 })
  await openRules(page, '/new')
  await page.getByLabel('Название правила').fill('Ночью')
  await page.getByLabel('Слова и фразы').fill('ошибка')
  await page.keyboard.press('Enter')
  await group(page, 'Если').getByRole('button', { name: 'Группа условий' }).press('Enter')
  await group(page, 'Если')
    .getByRole('button', { name: /Что значит группа/ })
    .press('Enter')
  await page.getByRole('menuitemradio', { name: 'не выполнено ни одно' }).press('Enter')
  const inner = group(page, 'Если').getByRole('group', { name: 'Условие 2' }).first()
  await inner.getByRole('combobox', { name: /^О чём условие/ }).press('Enter')
  await pick(page, 'О чём условие', 'приоритет', /^приоритет/)
  expect(await isTooWide(page)).toBe(false)
  expect(await faults(page)).toEqual([])

  await page.getByRole('link', { name: 'К списку' }).click()
  const ask = page.getByRole('dialog', { name: 'Уйти без сохранения?' })
  await ask.getByRole('button', { name: 'Отмена' }).click()
  await ask.waitFor({ state: 'detached' })
  expect(await page.getByLabel('Название правила').inputValue()).toBe('Ночью')
  await page.getByRole('link', { name: 'К списку' }).click()
  await ask.getByRole('button', { name: 'Уйти' }).click()
  await page.getByRole('link', { name: /Возвраты/ }).waitFor()
})
