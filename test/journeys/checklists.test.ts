import { journey, openDesk, openSignedIn } from '#test/browser.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'

const desk = await openDesk()
const { db } = desk.database
const olga = await buildAgent(db, { name: 'Olga', role: 'administrator', language: 'en' })
const anna = await buildAgent(db, { name: 'Anna', language: 'en' })

journey('a checklist is written, started and ticked, and a colleague sees it at once', async () => {
  const { ticketId } = await buildMessage(db, { subject: 'Money back' })
  const page = await openSignedIn(desk, olga)
  await page.goto('/settings/checklists')
  await page.getByRole('button', { name: 'Add a checklist' }).click()
  const dialog = page.getByRole('dialog', { name: 'New checklist' })
  await dialog.getByLabel('Name').fill('Refund')
  await dialog.getByLabel('Steps').fill('1. Check the payment\n- Return the money\n\n')
  await dialog.getByLabel('The ticket cannot be solved until it is finished').check()
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByText('2 steps: Check the payment · Return the money').waitFor()

  const other = await openSignedIn(desk, anna)
  await other.goto(`/tickets/${ticketId}?view=all`)
  await other.getByRole('button', { name: 'Start a checklist' }).waitFor()
  await page.goto(`/tickets/${ticketId}?view=all`)
  await page.getByRole('button', { name: 'Start a checklist' }).click()
  await page.getByRole('menuitem', { name: 'Refund' }).click()
  await page.getByRole('checkbox', { name: 'Check the payment' }).click()
  await other.getByText('Olga, ').waitFor()
  await other.getByRole('checkbox', { name: 'Check the payment', checked: true }).waitFor()

  await page.keyboard.press('e')
  await page.getByText('Not finished: Refund').waitFor()
  await other.getByRole('checkbox', { name: 'Return the money' }).click()
  await page.getByText('checklist “Refund” finished').waitFor()
  await page.getByRole('heading', { level: 1, name: 'Money back' }).click()
  await page.keyboard.press('e')
  await page.getByRole('button', { name: 'Status: Solved' }).first().waitFor()
})
