import type { Page } from 'playwright-core'
import { afterAll, expect } from 'vitest'
import { systemClock } from '#server/platform/clock.ts'
import { startTicker } from '#server/sla/index.ts'
import { faults, isTooWide } from '#test/axe.ts'
import { journey, openDesk, openSignedIn } from '#test/browser.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { aroundTheClock, everyPriority, slaPolicy } from '#test/builders/sla.ts'
import { slaDesk } from '#test/builders/sla-desk.ts'

const platform = await openDesk()
const { db } = platform.database
const desk = await slaDesk(platform, new Date().toISOString())
const ticker = startTicker({ ...platform, clock: systemClock })
afterAll(() => ticker.stop())
const anna = await buildAgent(db, { name: 'Анна Ли', role: 'agent', language: 'ru' })
await desk.policy(
  slaPolicy({
    name: 'Бизнес',
    targets: everyPriority({ firstReply: aroundTheClock(60), solution: aroundTheClock(480) }),
    warnings: [{ kind: 'percent', percent: 80 }],
  }),
)

/** A moment so many minutes from now, as the desk's clock is told it. */
const minutesFromNow = (minutes: number) => desk.at(new Date(Date.now() + minutes * 60_000).toISOString())
const dialog = (page: Page) => page.getByRole('dialog')

journey(
  '«Почему?»: the deadline of a ticket opens on a line and a table, by keyboard and on a phone',
  async () => {
    minutesFromNow(-200)
    const id = await desk.message({ name: 'Пётр Ильин', subject: 'Не пришёл заказ' })
    minutesFromNow(-190)
    await desk.reply(id)
    minutesFromNow(-150)
    await desk.change(id, { statusId: await desk.statusId('paused') })
    minutesFromNow(-30)
    await desk.message({ ticketId: id, name: 'Пётр Ильин' })
    minutesFromNow(0)
    await desk.follow()

    const page = await openSignedIn(platform, anna)
    await page.goto(`/tickets/${id}?view=all`)
    const due = page.getByRole('button', { name: /^решение .+ осталось/ })
    await due.focus()
    await page.keyboard.press('Enter')
    await dialog(page).getByText('политика «Бизнес»').waitFor()
    await dialog(page)
      .getByText(/статус «.+», часы встали/)
      .waitFor()
    const track = dialog(page).getByRole('group', { name: 'Ход времени по отрезкам' })
    // Ran, stood, runs, will run.
    await expect.poll(() => track.getByRole('button').count()).toBe(4)
    await track.getByRole('button', { name: /пауза/ }).focus()
    await page.keyboard.press('Enter')
    await expect
      .poll(() => track.getByRole('button', { name: /пауза/ }).getAttribute('aria-pressed'))
      .toBe('true')
    expect(await faults(page)).toEqual([])
    await page.keyboard.press('Escape')
    await dialog(page).waitFor({ state: 'detached' })

    const phone = await openSignedIn(platform, anna, { width: 390, height: 844, colorScheme: 'dark' })
    await phone.goto(`/tickets/${id}?view=all`)
    await phone.getByRole('button', { name: /^решение .+ осталось/ }).click()
    await dialog(phone).getByText('политика «Бизнес»').waitFor()
    expect(await isTooWide(phone)).toBe(false)
    expect(await faults(phone)).toEqual([])
  },
)

journey(
  'a deadline that passes is overdue in the list at once, is counted, and says so in the conversation',
  async () => {
    minutesFromNow(-60 + 0.1)
    const id = await desk.message({ name: 'Роман Щукин', subject: 'Где мой счёт' })
    minutesFromNow(0)
    await desk.follow()
    const page = await openSignedIn(platform, anna)
    await page.goto('/tickets?view=all&sort=due')
    const row = page.locator(`[data-ticket="${id}"]`)
    await row.getByText(/^Просрочено: первый ответ/).waitFor()
    const overdue = page.getByRole('link', { name: /^Просроченные/ })
    await overdue.click()
    await page.getByRole('heading', { level: 1, name: 'Просроченные' }).waitFor()
    await row.click()
    await page.getByText(/вышел срок «первый ответ»/).waitFor()
    expect(await desk.said(id)).toContain('sla.breached first_reply')
    expect(await faults(page)).toEqual([])
  },
)
