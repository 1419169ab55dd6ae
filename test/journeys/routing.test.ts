import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { routingTasks } from '#server/routing/index.ts'
import { faults, isTooWide } from '#test/axe.ts'
import { hasCursor, journey, openDesk, openSignedIn } from '#test/browser.ts'
import { buildAgent, buildTeam } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'

const desk = await openDesk()
const { db, pool } = desk.database
const handOut = () => drainJobs(pool, routingTasks(desk), desk.log)

async function meaningOf(agentId: number): Promise<string | undefined> {
  const seat = await db
    .selectFrom('agent_seat')
    .select('meaning')
    .where('agent_id', '=', agentId)
    .executeTakeFirst()
  return seat?.meaning
}

/** A part of the page, once what it shows has come. */
async function openPart(page: Page, part: string): Promise<void> {
  await page.goto(`/settings/routing?part=${part}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
}

journey('a team begins to hand out, and the ticket says why it came to whom', async () => {
  const boss = await buildAgent(db, { name: 'Ольга Воронцова', role: 'administrator', language: 'ru' })
  const anna = await buildAgent(db, { name: 'Анна Ли', language: 'ru' })
  const oleg = await buildAgent(db, { name: 'Олег Баранов', language: 'ru' })
  const team = await buildTeam(db, { name: 'Первая линия', memberIds: [anna.id, oleg.id] })
  const page = await openSignedIn(desk, boss)
  await openPart(page, 'teams')
  await page.getByText('Вручную: берут сами').waitFor()
  await page.getByRole('button', { name: 'Настроить отдел «Первая линия»' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Как раздавать').click()
  await page.getByRole('option', { name: 'Наименее занятому' }).click()
  await dialog.getByLabel('Предел загрузки').fill('0')
  await dialog.getByRole('button', { name: 'Сохранить' }).click()
  await dialog.getByText('Целое число от 1 до 10000').waitFor()
  await dialog.getByLabel('Предел загрузки').fill('4')
  await dialog.getByRole('button', { name: 'Сохранить' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('предел 4').waitFor()

  // Whoever has the desk open is online, by that alone.
  const annas = await openSignedIn(desk, anna)
  await annas.goto('/tickets')
  await annas.getByRole('button', { name: /^Профиль: Анна Ли В сети/ }).waitFor()
  const { ticketId } = await buildMessage(db, { teamId: team.id, subject: 'Не проходит оплата' })
  await handOut()
  await annas.goto(`/tickets/${ticketId}`)
  await annas.getByText(/исполнитель Анна Ли: наименьшая загрузка/).waitFor()
  await annas.getByRole('button', { name: 'Почему я?' }).click()
  const why = annas.getByRole('dialog', { name: 'Почему я?' })
  await why.getByText('Наименьшая загрузка').waitFor()
  await why.getByText('Олег Баранов').waitFor()
  await why.getByText('не в сети').waitFor()
  expect(await faults(annas)).toEqual([])

  await openPart(page, 'now')
  await page.getByText('1 из 4').waitFor()
  await page.getByText('В сети: 2 из 3').waitFor()
})

journey('the status and the next ticket by the keyboard alone', async () => {
  const vera = await buildAgent(db, { name: 'Вера Нилова', language: 'ru' })
  const team = await buildTeam(db, { name: 'Вторая линия', memberIds: [vera.id] })
  const { ticketId } = await buildMessage(db, { teamId: team.id, subject: 'Старый вопрос' })
  await buildMessage(db, { teamId: team.id, subject: 'Новый вопрос' })
  const page = await openSignedIn(desk, vera)
  await page.goto('/tickets')
  await page.getByRole('button', { name: /^Следующий тикет.*в очереди 2/ }).waitFor()
  await page.keyboard.press('t')
  await page.getByText(`HD-${ticketId} теперь ваш`).waitFor()
  await page.getByRole('heading', { name: 'Старый вопрос' }).waitFor()

  await page.keyboard.press('s')
  await page.getByRole('menuitemradio', { name: 'Нет на месте' }).waitFor()
  await hasCursor(page.getByRole('menuitemradio', { name: 'По присутствию' }))
  for (const key of ['ArrowDown', 'ArrowDown']) await page.keyboard.press(key)
  await hasCursor(page.getByRole('menuitemradio', { name: 'Нет на месте' }))
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^Профиль: Вера Нилова Нет на месте/ }).waitFor()
  expect(await meaningOf(vera.id)).toBe('away')
})

journey('every part fits a phone and can be used by everybody', async () => {
  const boss = await buildAgent(db, { name: 'Марина Лебедева', role: 'administrator', language: 'ru' })
  const skill = await inTransaction(db, (tx) =>
    tx.insertInto('skill').values({ name: 'Возвраты' }).returning('id').executeTakeFirstOrThrow(),
  )
  await db.insertInto('agent_skill').values({ agent_id: boss.id, skill_id: skill.id, level: 4 }).execute()
  for (const look of [{ width: 390, height: 844, isTouch: true }, { colorScheme: 'dark' as const }]) {
    const page = await openSignedIn(desk, boss, look)
    await page.goto('/tickets')
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await faults(page)).toEqual([])
    for (const part of ['now', 'teams', 'people', 'skills', 'rules']) {
      await openPart(page, part)
      expect(await isTooWide(page)).toBe(false)
      expect(await faults(page)).toEqual([])
    }
  }
})
