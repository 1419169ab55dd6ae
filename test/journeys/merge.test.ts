import { journey, openDesk, openSignedIn } from '#test/browser.ts'
import { buildAgent, buildTeam } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'

const desk = await openDesk()
const { db } = desk.database
const anna = await buildAgent(db, { name: 'Анна Ли', role: 'administrator', language: 'ru' })

journey('two tickets become one, their numbers lead there, and they are taken apart again', async () => {
  const email = 'irina@customer.example'
  const first = await buildMessage(db, { subject: 'Где заказ', email, name: 'Ирина', text: 'Жду неделю' })
  const second = await buildMessage(db, { subject: 'Ещё о заказе', email, text: 'Адрес прежний' })
  const stranger = await buildMessage(db, { subject: 'Тоже жду', name: 'Павел', text: 'И я' })
  const page = await openSignedIn(desk, anna)
  await page.goto(`/tickets/${first.ticketId}?view=all`)
  await page.getByRole('heading', { level: 1, name: 'Где заказ' }).waitFor()
  await page.keyboard.press('u')
  const dialog = page.getByRole('dialog', { name: 'Объединить тикеты' })
  await page.route('**/api/v1/search*', (route) => route.abort())
  await dialog.getByRole('searchbox').fill('Тоже')
  await dialog.getByText('Поиск не сработал').waitFor()
  await page.unroute('**/api/v1/search*')
  await dialog.getByRole('button', { name: 'Повторить' }).click()
  await dialog.getByRole('checkbox', { name: 'Тоже жду' }).waitFor()
  await dialog.getByRole('searchbox').fill('')
  await dialog.getByRole('checkbox', { name: 'Ещё о заказе' }).check()
  // Somebody else's is found by its number, and the agent is warned.
  await dialog.getByRole('searchbox').fill(String(stranger.ticketId))
  await dialog.getByRole('checkbox', { name: 'Тоже жду' }).check()
  await dialog.getByText('Это обращения разных клиентов').waitFor()
  await dialog.getByRole('checkbox', { name: 'Тоже жду' }).uncheck()
  await dialog.getByText('Это обращения разных клиентов').waitFor({ state: 'detached' })
  await dialog.getByRole('button', { name: 'Объединить 2 тикета' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.locator('article', { hasText: 'Адрес прежний' }).waitFor()
  await page.getByRole('heading', { name: 'Объединённые тикеты' }).waitFor()
  await page
    .locator('article', { hasText: 'Адрес прежний' })
    .getByText(`из HD-${second.ticketId}`, { exact: true })
    .waitFor()

  await page.goto(`/tickets/${second.ticketId}?view=all`)
  await page.getByRole('heading', { level: 1, name: 'Где заказ' }).waitFor()
  await page.getByText(`HD-${second.ticketId} объединён с этим тикетом`).waitFor()

  await page.getByRole('button', { name: 'Разъединить', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Разъединить', exact: true }).click()
  await page.locator('article', { hasText: 'Адрес прежний' }).waitFor({ state: 'detached' })
  await page.goto(`/tickets/${second.ticketId}?view=all`)
  await page.getByRole('heading', { level: 1, name: 'Ещё о заказе' }).waitFor()
  await page.locator('article', { hasText: 'Адрес прежний' }).waitFor()
})

journey('whoever may not see where a ticket went reads its number, and is offered no answer', async () => {
  const [theirs, ours] = [
    await buildTeam(db, { isIsolated: true }),
    await buildTeam(db, { isIsolated: true }),
  ]
  const vera = await buildAgent(db, { name: 'Вера Нилова', language: 'ru', teamIds: [ours.id] })
  const target = await buildMessage(db, { subject: 'Возврат', teamId: theirs.id })
  const source = await buildMessage(db, { subject: 'Снова возврат', teamId: ours.id })
  const page = await openSignedIn(desk, vera)
  await page.goto(`/tickets/${source.ticketId}?view=all`)
  const answer = page.getByRole('region', { name: 'Ответ', exact: true })
  await answer.waitFor()
  const boss = await openSignedIn(desk, anna)
  await boss.request.post(`${desk.url}/api/v1/tickets/${target.ticketId}/merge`, {
    data: { sourceIds: [source.ticketId] },
    headers: { origin: desk.url },
  })
  // The page that was open says so by itself.
  await page.getByText(`Этот тикет объединён с HD-${target.ticketId}, но к нему у вас нет доступа.`).waitFor()
  await answer.waitFor({ state: 'detached' })
})
