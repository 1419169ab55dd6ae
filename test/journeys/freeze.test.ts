import { expect } from 'vitest'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { ticketTasks } from '#server/tickets/index.ts'
import { journey, openDesk, openSignedIn } from '#test/browser.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'

const desk = await openDesk()
const { db, pool } = { db: desk.database.db, pool: desk.database.pool }
const anna = await buildAgent(db, { name: 'Анна Ли', role: 'administrator', language: 'ru' })

journey('a ticket is put aside with the keyboard, seen to be, and comes back by itself', async () => {
  const { ticketId } = await buildMessage(db, { subject: 'Ждём поставку', assigneeId: anna.id })
  const page = await openSignedIn(desk, anna)
  await page.goto(`/tickets/${ticketId}?view=all`)
  await page.getByRole('heading', { level: 1, name: 'Ждём поставку' }).waitFor()
  await page.keyboard.press('f')
  const dialog = page.getByRole('dialog', { name: 'Заморозить до…' })
  await dialog.getByRole('button', { name: 'Через час' }).and(page.locator(':focus')).waitFor()
  await page.keyboard.press('Enter')
  const main = page.getByRole('main', { name: 'Переписка' })
  await main.locator('header').getByText('Заморожен до').waitFor()
  await page.locator(`[data-ticket="${ticketId}"]`).getByText('Заморожен до').waitFor({ state: 'attached' })

  // Taken back from the notice, and done again.
  await page.getByRole('region', { name: 'Уведомления' }).getByRole('button', { name: 'Отменить' }).click()
  await main.locator('header').getByText('Заморожен до').waitFor({ state: 'detached' })
  await page.keyboard.press('f')
  await dialog.getByRole('button', { name: 'Через час' }).click()
  await main.locator('header').getByText('Заморожен до').waitFor()

  // Found among the others, and let go of again.
  const { ticketId: warmId } = await buildMessage(db, { subject: 'Не ждём', assigneeId: anna.id })
  const rowOf = (id: number) => page.locator(`[data-ticket="${id}"]`)
  await rowOf(warmId).waitFor()
  const chip = page.getByRole('button', { name: 'Замороженные' })
  await chip.click()
  await rowOf(warmId).waitFor({ state: 'detached' })
  await rowOf(ticketId).waitFor()
  await chip.click()
  await rowOf(warmId).waitFor()

  // Its hour comes, for our clock and for the queue's.
  desk.clock.forward(2 * 3600)
  await pool.query('update graphile_worker._private_jobs set run_at = now() where key like $1', [
    'ticket.unfreeze%',
  ])
  await drainJobs(pool, ticketTasks(desk), desk.log)
  await main.getByText('время заморозки вышло, тикет вернулся').waitFor()
  await main.locator('header').getByText('Заморожен до').waitFor({ state: 'detached' })
  const { rows } = await pool.query('select status_category, frozen_until from ticket where id = $1', [
    ticketId,
  ])
  expect(rows).toEqual([{ status_category: 'new', frozen_until: null }])
})
