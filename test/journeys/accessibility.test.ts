import { expect } from 'vitest'
import { faults } from '#test/axe.ts'
import { cursorIn, journey, openDesk, openSignedIn } from '#test/browser.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'

const desk = await openDesk()
const { db } = desk.database
const anna = await buildAgent(db, { name: 'Анна Ли', role: 'administrator', language: 'ru' })
const { ticketId } = await buildMessage(db, {
  subject: 'Доступность',
  name: 'Ирина Соколова',
  assigneeId: anna.id,
})
await buildMessage(db, { subject: 'Вторая', name: 'Павел Ким', assigneeId: anna.id })

for (const colorScheme of ['light', 'dark'] as const) {
  journey(`axe finds nothing serious in the workspace (${colorScheme})`, async () => {
    const page = await openSignedIn(desk, anna, { colorScheme })
    await page.goto('/tickets')
    await page.locator('[data-ticket]').first().waitFor()
    expect(await faults(page)).toEqual([])

    await page.goto(`/tickets/${ticketId}`)
    await page.locator('article').first().waitFor()
    expect(await faults(page)).toEqual([])

    await page.keyboard.press('n')
    await cursorIn(page, 'textbox', 'Заметка')
    await page.keyboard.type('Заметка')
    await page.getByText('Черновик сохранён').waitFor()
    expect(await faults(page)).toEqual([])

    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('доступность')
    await page.getByRole('option', { name: /Все результаты/ }).waitFor()
    expect(await faults(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })

    await page.getByRole('button', { name: /Новый тикет/ }).click()
    await page.getByRole('dialog', { name: 'Новый тикет' }).waitFor()
    expect(await faults(page)).toEqual([])
  })
}

journey('axe finds nothing serious on a phone', async () => {
  const page = await openSignedIn(desk, anna, { width: 390, height: 844, isTouch: true })
  await page.goto(`/tickets/${ticketId}`)
  await page.locator('article').first().waitFor()
  expect(await faults(page)).toEqual([])
  await page.getByRole('button', { name: 'Показать контекст' }).tap()
  await page.getByRole('dialog', { name: 'Контекст' }).waitFor()
  expect(await faults(page)).toEqual([])
})
