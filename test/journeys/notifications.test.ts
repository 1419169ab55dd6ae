import { expect } from 'vitest'
import { notifyAgents } from '#server/notifications/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { faults, isTooWide } from '#test/axe.ts'
import { journey, openDesk, openSignedIn } from '#test/browser.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'

const desk = await openDesk()
const { db } = desk.database

journey('the bell counts at once; what it tells of is opened by the keyboard and read by that', async () => {
  const anna = await buildAgent(db, { name: 'Анна', language: 'ru' })
  const page = await openSignedIn(desk, anna)
  await page.goto('/tickets')
  const bell = page.getByRole('navigation').getByRole('button', { name: /^Уведомления/ })
  await bell.waitFor()
  await page.keyboard.press('b')
  await page.getByText('Уведомлений нет').waitFor()
  expect(await faults(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  const first = await buildMessage(db, { subject: 'Возврат обуви' })
  const second = await buildMessage(db, { subject: 'Счёт за март' })
  for (const { ticketId } of [first, second]) {
    const notice = { kind: 'rule', ticketId, text: 'Сумма больше 10 000 ₽' } as const
    await inTransaction(db, (tx) => notifyAgents(tx, [anna.id], notice, new Date()))
  }
  await page.getByRole('button', { name: 'Уведомления: 2 непрочитанных' }).first().waitFor()
  await page.keyboard.press('b')
  const drawer = page.getByRole('dialog', { name: 'Уведомления' })
  await drawer.getByText('Счёт за март').waitFor()
  expect(await faults(page)).toEqual([])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/tickets/${first.ticketId}*`)
  await page.getByRole('button', { name: 'Уведомления: 1 непрочитанное' }).first().waitFor()

  await page.keyboard.press('b')
  await drawer.getByRole('button', { name: 'Прочитать все' }).click()
  await drawer.getByRole('tab', { name: 'Непрочитанные' }).click()
  await drawer.getByText('Всё прочитано').waitFor()

  // Where a letter of several leads.
  await page.goto('/notices')
  await page.waitForURL('**/tickets')
  await drawer.getByText('Счёт за март').waitFor()
})

journey('notices on a phone fit, and what to send is chosen in the profile', async () => {
  const vera = await buildAgent(db, { name: 'Вера', language: 'ru' })
  const { ticketId } = await buildMessage(db)
  await inTransaction(db, (tx) => notifyAgents(tx, [vera.id], { kind: 'rule', ticketId }, new Date()))
  const page = await openSignedIn(desk, vera, { width: 390, height: 844, colorScheme: 'dark' })
  await page.goto('/settings/profile')
  const box = page.getByLabel('Уведомления правил: По почте')
  await box.check()
  await page.reload()
  await expect.poll(() => box.isChecked()).toBe(true)
  expect(await isTooWide(page)).toBe(false)
  expect(await faults(page)).toEqual([])
})
