import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, expect } from 'vitest'
import type { RuleContent } from '#contract/rules.ts'
import { faults } from '#test/axe.ts'
import { journey, openDesk, openSignedIn } from '#test/browser.ts'
import { buildAgent, buildTeam } from '#test/builders/agent.ts'

const desk = await openDesk()
const { db } = desk.database
const folder = await mkdtemp(path.join(os.tmpdir(), 'otklik-rules-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const olga = await buildAgent(db, { name: 'Ольга', role: 'administrator', language: 'ru' })
const pavel = await buildAgent(db, { name: 'Павел', role: 'administrator', language: 'ru' })
const team = await buildTeam(db, { name: 'Возвраты' })

const content = (word: string): RuleContent => ({
  triggers: [{ on: 'ticket_created' }],
  conditions: {
    match: 'all',
    isNot: false,
    conditions: [{ field: 'text', isNot: false, how: 'any_form', values: [word] }],
  },
  actions: [{ type: 'set_team', teamId: team.id }],
})

async function make(page: Page, where: string, data: unknown): Promise<{ id: number }> {
  const answer = await page.request.post(`/api/v1${where}`, { data })
  if (!answer.ok()) throw new Error(`${where}: ${answer.status()} ${await answer.text()}`)
  return answer.json() as Promise<{ id: number }>
}

async function openRules(page: Page, where = ''): Promise<void> {
  await page.goto(`/settings/rules${where}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
}

/** Names of rules in a section, from the first to the last. */
const inSection = (page: Page, name: string) =>
  page
    .getByRole('list', { name, exact: true })
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => link.querySelector('span span')?.textContent))

journey('a rule is dragged to its place and into a group, and stays there', async () => {
  const page = await openSignedIn(desk, olga)
  for (const name of ['Первое', 'Второе', 'Третье'])
    await make(page, '/rules', { name, content: content(name) })
  const group = await make(page, '/rule-groups', { name: 'Ночные' })
  await make(page, '/rules', { name: 'Ночью', groupId: group.id, content: content('ночь') })
  await openRules(page)
  const row = (name: string) => page.getByRole('listitem').filter({ hasText: name })
  // Names come after the rows and may make them higher: what is dragged has to stand still.
  await row('Первое').getByText('Возвраты').waitFor()
  const ordered = page.waitForResponse('**/api/v1/rule-order')
  await row('Третье').dragTo(row('Первое'))
  await expect.poll(() => inSection(page, 'Без группы')).toEqual(['Третье', 'Первое', 'Второе'])
  await ordered
  await row('Первое').dragTo(row('Ночью'))
  await expect.poll(() => inSection(page, 'Ночные')).toEqual(['Первое', 'Ночью'])
  await row('Первое').getByRole('switch').waitFor()
  expect(await faults(page)).toEqual([])

  // From the first place of a group the arrow leads out of it, to the end of what stands above.
  await page.getByRole('link', { name: /^Первое/ }).focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(() => inSection(page, 'Без группы')).toEqual(['Третье', 'Второе', 'Первое'])
  await page.getByText('«Первое» теперь на месте 3').waitFor({ state: 'attached' })
  const kept = () => page.request.get('/api/v1/rules').then((answer) => answer.json())
  await expect
    .poll(async () => (await kept()).items.map((rule: { name: string }) => rule.name))
    .toEqual(['Третье', 'Второе', 'Первое', 'Ночью'])
  await openRules(page)
  expect(await inSection(page, 'Без группы')).toEqual(['Третье', 'Второе', 'Первое'])

  // The button leads out of the group as the key does, even from the first place of all.
  const ids = (await kept()).items.map((rule: { id: number }) => rule.id)
  await page.request.put('/api/v1/rule-order', {
    data: {
      before: [
        { groupId: null, ruleIds: ids.slice(0, 3) },
        { groupId: group.id, ruleIds: ids.slice(3) },
      ],
      sections: [
        { groupId: null, ruleIds: [] },
        { groupId: group.id, ruleIds: ids },
      ],
    },
  })
  await openRules(page)
  await page.getByRole('button', { name: 'Поднять «Третье»' }).click()
  await expect.poll(() => inSection(page, 'Без группы')).toEqual(['Третье'])
  expect(await page.getByRole('button', { name: 'Поднять «Третье»' }).isDisabled()).toBe(true)
})

journey('rules leave as a file and come back from it; what is not here is chosen', async () => {
  const page = await openSignedIn(desk, olga)
  await openRules(page)
  await page.getByRole('button', { name: 'Ещё действия' }).click()
  const downloading = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Сохранить все в файл' }).click()
  const file = path.join(folder, 'rules.json')
  await (await downloading).saveAs(file)

  // The team they name has gone since: another takes its place.
  await db.updateTable('team').set({ name: 'Прежние возвраты', archived_at: new Date() }).execute()
  await buildTeam(db, { name: 'Деньги' })
  await openRules(page)
  await page.getByRole('button', { name: 'Ещё действия' }).click()
  await page.getByRole('menuitem', { name: 'Загрузить из файла' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('input[type=file]').setInputFiles({
    name: 'letter.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{}'),
  })
  await dialog.getByText(/letter\.json/).waitFor()
  await dialog.locator('input[type=file]').setInputFiles(file)
  await dialog.getByRole('combobox', { name: /Возвраты/ }).waitFor()
  expect(await faults(page)).toEqual([])
  await dialog.getByRole('combobox', { name: /Возвраты/ }).click()
  await page.getByRole('option', { name: 'Деньги', exact: true }).click()
  await dialog.getByRole('button', { name: 'Загрузить', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  await expect.poll(async () => (await inSection(page, 'Ночные')).length).toBe(6)
})

journey('of two who save the same rule the second is told, and nothing is lost', async () => {
  const first = await openSignedIn(desk, olga)
  const second = await openSignedIn(desk, pavel)
  const { id } = await make(first, '/rules', {
    name: 'Общее',
    content: { ...content('чайник'), actions: [{ type: 'set_priority', priority: 'high' }] },
  })
  for (const page of [first, second]) {
    await openRules(page, `/${id}`)
    await page.getByRole('button', { name: 'Убрать «чайник»' }).waitFor()
  }
  for (const [page, word] of [
    [first, 'самовар'],
    [second, 'утюг'],
  ] as const) {
    await page.getByLabel('Слова и фразы').fill(word)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: `Убрать «${word}»` }).waitFor()
  }
  await first.getByRole('button', { name: 'Сохранить', exact: true }).click()
  await first.locator('button:disabled', { hasText: /^Сохранить$/ }).waitFor()
  await second.getByRole('button', { name: 'Сохранить', exact: true }).click()
  await second.getByText('Это только что изменил кто-то другой').waitFor()
  await second.getByRole('button', { name: 'Убрать «утюг»' }).waitFor()
  expect(await faults(second)).toEqual([])

  await second.getByRole('button', { name: 'Показать новое' }).click()
  await second.getByRole('button', { name: 'Убрать «самовар»' }).waitFor()
  await second.getByLabel('Слова и фразы').fill('утюг')
  await second.keyboard.press('Enter')
  await second.getByRole('button', { name: 'Сохранить', exact: true }).click()
  await second.locator('button:disabled', { hasText: /^Сохранить$/ }).waitFor()
  const saved = await second.request.get(`/api/v1/rules/${id}`)
  expect((await saved.json()).content.conditions.conditions[0].values).toEqual(['чайник', 'самовар', 'утюг'])
})

journey(
  'rules moved quickly go one request after the other; of two administrators the later is told',
  async () => {
    const page = await openSignedIn(desk, olga)
    const before = (await page.request.get('/api/v1/rules').then((answer) => answer.json())).items
    for (const rule of before) await page.request.delete(`/api/v1/rules/${rule.id}`)
    const ids: number[] = []
    const actions = [{ type: 'add_tags', tags: ['подряд'] }]
    for (const name of ['Один', 'Два', 'Три', 'Четыре'])
      ids.push((await make(page, '/rules', { name, content: { ...content(name), actions } })).id)
    await openRules(page)
    let [underWay, most, sent] = [0, 0, 0]
    const held = Promise.withResolvers<undefined>()
    await page.route('**/api/v1/rule-order', async (route) => {
      underWay += 1
      sent += 1
      most = Math.max(most, underWay)
      if (sent === 1) await held.promise
      const response = await route.fetch()
      underWay -= 1
      await route.fulfill({ response })
    })
    await page.getByRole('link', { name: /^Четыре/ }).focus()
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('Alt+ArrowUp')
    await expect.poll(() => inSection(page, 'Без группы')).toEqual(['Четыре', 'Один', 'Два', 'Три'])
    held.resolve(undefined)
    const kept = async () =>
      (await page.request.get('/api/v1/rules').then((answer) => answer.json())).items.map(
        (rule: { name: string }) => rule.name,
      )
    await expect.poll(kept).toEqual(['Четыре', 'Один', 'Два', 'Три'])
    await page.getByText('«Четыре» теперь на месте 1').waitFor({ state: 'attached' })
    expect([most, sent]).toEqual([1, 2])

    // Somebody else puts them in another order at the moment when this page sends its own.
    const groups = (await page.request.get('/api/v1/rules').then((answer) => answer.json())).groups
    const empty = groups.map((group: { id: number }) => ({ groupId: group.id, ruleIds: [] }))
    const [one, two, three, four] = ids
    await page.route(
      '**/api/v1/rule-order',
      async (route) => {
        const data = {
          before: [{ groupId: null, ruleIds: [four, one, two, three] }, ...empty],
          sections: [{ groupId: null, ruleIds: [three, two, one, four] }, ...empty],
        }
        expect((await page.request.put('/api/v1/rule-order', { data })).status()).toBe(200)
        await route.continue()
      },
      { times: 1 },
    )
    await page.keyboard.press('Alt+ArrowDown')
    await page.getByText(/Кто-то другой только что поменял порядок правил/).waitFor()
    await expect.poll(() => inSection(page, 'Без группы')).toEqual(['Три', 'Два', 'Один', 'Четыре'])
    expect(await kept()).toEqual(['Три', 'Два', 'Один', 'Четыре'])
  },
)
