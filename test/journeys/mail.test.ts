import type { Page } from 'playwright-core'
import { afterAll, expect } from 'vitest'
import { watchChannels } from '#server/channels/health/watch-channels.ts'
import { channelTasks, startChannels } from '#server/channels/index.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { faults, isTooWide } from '#test/axe.ts'
import { journey, openDesk, openSignedIn, routeOpen } from '#test/browser.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildLetter, deliver } from '#test/builders/letter.ts'
import { startSink } from '#test/servers/sink.ts'

const desk = await openDesk({ SMTP_PORT: '0', SMTP_HOST: '127.0.0.1', ROLES: 'web' })
const { db } = desk.database
const channels = await startChannels(desk)
const sink = await startSink()
afterAll(async () => {
  await channels.stop()
  await sink.stop()
})
const port = channels.smtpPort ?? 0
const inbox = await buildInbox(desk, { address: 'support@desk.example', smtpPort: sink.port })
const round = await buildInbox(desk, { address: 'round@desk.example', name: 'Круг', smtpPort: port })
const anna = await buildAgent(db, { name: 'Анна Ли', role: 'administrator', language: 'ru' })
const emma = await buildAgent(db, { name: 'Emma', role: 'administrator', language: 'en' })

const work = () => drainJobs(desk.database.pool, channelTasks(desk), desk.log)
const receive = async (wishes: Parameters<typeof buildLetter>[0]) => {
  const raw = buildLetter({ from: 'irina@customer.example', ...wishes })
  await deliver(port, raw, { from: 'irina@customer.example', to: inbox.address })
  await work()
  const row = await db
    .selectFrom('inbound_letter')
    .select(['id', 'ticket_id'])
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  return { id: row.id, ticketId: row.ticket_id ?? 0 }
}
const reply = async (page: Page, ticketId: number, to: string) => {
  const data = { text: 'Здравствуйте!', to: [to] }
  const headers = { origin: desk.url }
  const answer = await page.request.post(`${desk.url}/api/v1/tickets/${ticketId}/replies`, { data, headers })
  expect(answer.status()).toBe(201)
  await work()
}
const sheet = (page: Page) => page.getByRole('dialog').first()
const settled = async (page: Page, section: string) => {
  await page.goto(`/settings/${section}`)
  // An open letter takes the page's own heading out of reach.
  const heading = page.getByRole('heading', { level: 1 })
  await (section.includes('letter=') ? sheet(page).getByRole('tabpanel') : heading).waitFor()
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
}

journey('the ledger: found, opened by keyboard, explained, moved to its ticket and back', async () => {
  const home = await receive({ subject: 'Где мой заказ' })
  await receive({ subject: 'Потерялось', text: 'Чужая тема', headers: { Cc: 'chief@customer.example' } })
  await receive({ subject: 'В отпуске', headers: { 'Auto-Submitted': 'auto-replied' } })
  const page = await openSignedIn(desk, anna)
  await settled(page, 'letters')
  await page.getByText('Автоматический ответ, в тикете не нужен').waitFor()
  expect(await faults(page)).toEqual([])

  await page.getByRole('searchbox').first().fill('потеря')
  await page.getByText('Где мой заказ').waitFor({ state: 'detached' })
  await expect.poll(() => page.url()).toContain('q=')
  await page.getByRole('link', { name: 'Потерялось' }).focus()
  await page.keyboard.press('Enter')
  await sheet(page).getByText('Ни на что не ссылается: новый тикет').waitFor()
  await sheet(page).getByText('chief@customer.example').waitFor()
  expect(await faults(page)).toEqual([])
  // A letter has an address of its own.
  await page.reload()
  await sheet(page).getByRole('tab', { name: 'Заголовки' }).click()
  await sheet(page).getByRole('rowheader', { name: 'Message-ID' }).waitFor()
  await sheet(page).getByRole('tab', { name: 'Исходник' }).click()
  await sheet(page).getByText('Content-Type: text/plain').waitFor()
  const [raw] = await Promise.all([
    page.waitForEvent('download'),
    sheet(page).getByRole('link', { name: 'Скачать .eml' }).first().click(),
  ])
  expect(raw.suggestedFilename()).toMatch(/\.eml$/)

  await page.getByRole('button', { name: 'Перенести в другой тикет' }).click()
  await page.getByLabel('Номер тикета').fill(`HD-${home.ticketId}`)
  await page.getByRole('status').getByText('Где мой заказ').waitFor()
  expect(await faults(page)).toEqual([])
  await page.keyboard.press('Enter')
  await page.getByText(`Сообщение теперь в HD-${home.ticketId}`).waitFor()
  await sheet(page).getByRole('tab', { name: 'Обзор' }).click()
  await sheet(page)
    .getByText(/Анна Ли: перенесено из/)
    .waitFor()
  await page.getByRole('button', { name: 'Вернуть назад' }).click()
  await page.getByText('Сообщение вернулось на место').waitFor()
})

journey('an ignored letter is processed again; new letters appear by themselves', async () => {
  const page = await openSignedIn(desk, anna)
  await settled(page, 'letters?state=ignored')
  await page.getByRole('link', { name: 'В отпуске' }).click()
  await page.getByRole('button', { name: 'Обработать заново' }).click()
  await page.getByText('Письмо снова в обработке').waitFor()
  await page.keyboard.press('Escape')
  await work()
  await settled(page, 'letters')
  await receive({ subject: 'Пришло само' })
  await page.getByText('Пришло само').waitFor()
})

journey('the outbox: a bounced letter goes to another address, one in doubt is settled', async () => {
  const page = await openSignedIn(desk, anna)
  const { ticketId } = await receive({ subject: 'Опечатка в адресе' })
  await reply(page, ticketId, 'gone@customer.example')
  await reply(page, ticketId, 'cut@customer.example')
  await settled(page, 'outbox')
  await page.getByText('сервер получателя не принял этот адрес').waitFor()
  expect(await faults(page)).toEqual([])
  await page.getByRole('button', { name: 'Требуют внимания' }).click()
  const row = (to: string) =>
    page.getByRole('list', { name: 'Исходящие' }).getByRole('listitem').filter({ hasText: to })
  await row('cut@customer.example').getByRole('link', { name: 'Опечатка в адресе' }).click()
  await sheet(page)
    .getByText(/связь оборвалась раньше/)
    .waitFor()
  expect(await faults(page)).toEqual([])
  // The list cannot be asked for again: what was settled leaves it with the answer.
  const held = Promise.withResolvers<void>()
  await routeOpen(page, /\/api\/v1\/outbox\?/, async (route) => {
    await held.promise
    await route.continue()
  })
  await page.getByRole('button', { name: 'Письмо дошло' }).click()
  await page.getByText('Отмечено: письмо дошло').waitFor()
  await page.keyboard.press('Escape')
  await row('cut@customer.example').waitFor({ state: 'detached' })
  held.resolve()

  await row('gone@customer.example').getByRole('link', { name: 'Опечатка в адресе' }).click()
  await page.getByRole('button', { name: 'Отправить повторно…' }).click()
  await page.getByLabel('На другой адрес').check()
  await page.getByLabel('Адрес', { exact: true }).fill('нет')
  await page.getByRole('button', { name: 'Отправить', exact: true }).click()
  await page.getByText('Проверьте адрес').waitFor()
  await page.getByLabel('Адрес', { exact: true }).fill('here@customer.example')
  await page.keyboard.press('Enter')
  await page.getByText('Письмо в очереди').waitFor()
  await work()
  expect(sink.letters.at(-1)?.to).toEqual(['here@customer.example'])
  await sheet(page).getByText('отправлено', { exact: true }).waitFor()
  await sheet(page).getByText('Другие отправки этого ответа').waitFor()
  await page.goto(`/tickets/${ticketId}`)
  await page.getByText('ответ отправлен ещё раз: here@customer.example').waitFor()
})

journey('the health of the mail: a letter goes round, and what stops is marked in red', async () => {
  const page = await openSignedIn(desk, anna)
  await settled(page, 'channel-health')
  const card = page.locator('section').filter({ hasText: 'round@desk.example' }).first()
  await card.getByRole('button', { name: 'Проверить сейчас' }).click()
  await page.getByText('Проверочное письмо отправлено').waitFor()
  await work()
  await card.getByText(/вернулось, отправлено/).waitFor()
  await card.getByRole('link', { name: 'Письмо в журнале' }).waitFor()
  expect(await faults(page)).toEqual([])

  await db
    .updateTable('inbox')
    .set({ send_error: '535 No', send_error_at: new Date(Date.now() - 600_000) })
    .where('id', '=', round.id)
    .execute()
  await watchChannels(desk)
  await page.getByText('Что-то случилось с почтой').waitFor()
  await card.getByText('535 No').waitFor()
  await card.getByText(/Проверьте логин, пароль и сервер исходящей почты/).waitFor()
  await page.goto('/tickets')
  await page.getByRole('link', { name: /^Почта: / }).click()
  await page.getByRole('heading', { name: 'Здоровье почты' }).waitFor()
  await page.getByText('письма не уходили').waitFor()
  expect(await faults(page)).toEqual([])
  await db.updateTable('inbox').set({ send_error: null }).where('id', '=', round.id).execute()
  await notify(db, { topic: 'mail' })
  await card.getByText('535 No').waitFor({ state: 'detached' })
})

journey('on a phone, in the dark, in English nothing sticks out', async () => {
  const page = await openSignedIn(desk, emma, { width: 390, height: 844, colorScheme: 'dark', isTouch: true })
  for (const section of [
    'letters',
    'outbox',
    'channel-health',
    'letters?letter=1',
    'outbox?letter=letter-1',
  ]) {
    await settled(page, section)
    expect(await isTooWide(page)).toBe(false)
    expect(await faults(page)).toEqual([])
  }
  await settled(page, 'channel-health')
  await page.getByText('Mail gets through').or(page.getByText('working')).first().waitFor()
})
