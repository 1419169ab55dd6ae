import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { afterAll, expect } from 'vitest'
import { channelTasks } from '#server/channels/index.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { faults } from '#test/axe.ts'
import { cursorIn, journey, openDesk, openSignedIn, routeOpen } from '#test/browser.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { startSink } from '#test/servers/sink.ts'

const desk = await openDesk()
const sink = await startSink()
afterAll(() => sink.stop())
const { db } = desk.database
const inbox = await buildInbox(desk, { address: 'support@desk.example', smtpPort: sink.port })
const anna = await buildAgent(db, {
  name: 'Анна Ли',
  role: 'administrator',
  language: 'ru',
  undoSeconds: 30,
})
/** Jobs that wait for their time run now; what they find due is by the clock. */
async function wake(): Promise<void> {
  await sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`.execute(db)
  await drainJobs(desk.database.pool, channelTasks(desk), desk.log)
}
const irina = { email: 'irina@customer.example', name: 'Ирина Соколова' }
const boris = { address: 'boris@customer.example', name: 'Борис Зуев' }

function question(subject: string, ticketId: number | null = null, text = 'Помогите') {
  const cc = ticketId === null ? [boris] : []
  const message = { subject, ticketId, text, cc, replyAll: cc, inboxId: inbox.id, assigneeId: anna.id }
  return buildMessage(db, { ...irina, ...message })
}
const lettersAbout = (subject: string) => sink.letters.filter((one) => one.letter.subject?.includes(subject))

async function write(page: Page, ticketId: number, text: string) {
  await page.goto(`/tickets/${ticketId}`)
  await page.getByRole('group', { name: 'Получатели' }).getByText('Ирина Соколова').waitFor()
  await page.keyboard.press('r')
  const editor = await cursorIn(page, 'textbox', 'Ответ')
  await page.keyboard.type(text)
  return editor
}

journey('who gets the reply stands above it; a new person from outside is asked about once', async () => {
  const { ticketId } = await question('Получатели')
  const page = await openSignedIn(desk, anna)
  const editor = await write(page, ticketId, 'Всё починили')
  const card = page.getByRole('group', { name: 'Получатели' })
  await card.getByText('Борис Зуев').waitFor()

  await card.getByRole('button', { name: 'Изменить получателей' }).click()
  await card.getByLabel('Скрытая копия').fill('vera@elsewhere.example')
  await page.keyboard.press('Enter')
  await card.getByText('новый, внешний').waitFor()
  await card.getByLabel('Копия', { exact: true }).fill('ivan@gmial.com')
  await page.keyboard.press('Enter')
  await card.getByRole('button', { name: 'заменить на ivan@gmail.com' }).click()
  await card.getByRole('button', { name: 'Убрать: ivan@gmail.com' }).click()
  await page.keyboard.press('Escape')
  expect(await faults(page)).toEqual([])

  await editor.focus()
  await page.keyboard.press('Control+Enter')
  const ask = page.getByRole('alertdialog', { name: 'Проверьте получателей' })
  await ask.getByText('Новый получатель не из организации клиента: vera@elsewhere.example.').waitFor()
  expect(await faults(page)).toEqual([])
  await page.keyboard.press('Escape')
  await ask.waitFor({ state: 'detached' })
  expect(await db.selectFrom('reply').select('id').where('ticket_id', '=', ticketId).execute()).toEqual([])

  await editor.focus()
  await page.keyboard.press('Control+Enter')
  await ask.waitFor()
  await page.keyboard.press('Enter')
  await page
    .getByText(/Ответ уйдёт через/)
    .first()
    .waitFor()
  await wake()
  expect(lettersAbout('Получатели')).toHaveLength(0)
  desk.clock.forward(31)
  await wake()
  await page.locator('article', { hasText: 'Всё починили' }).getByText('Отправлено').waitFor()
  expect(lettersAbout('Получатели').map((one) => one.to.toSorted())).toEqual([
    ['boris@customer.example', 'irina@customer.example', 'vera@elsewhere.example'],
  ])
})

journey('undone with a key: everything is back in the editor, also after a reload', async () => {
  const { ticketId } = await question('Передумали')
  const page = await openSignedIn(desk, anna)
  const editor = await write(page, ticketId, 'Отправлено в спешке')
  await page.getByRole('button', { name: 'Изменить получателей' }).click()
  await page.getByRole('button', { name: 'Убрать: Борис Зуев' }).click()
  await page.keyboard.press('Escape')
  await editor.focus()
  await page.keyboard.press('Control+Enter')
  const ask = page.getByRole('alertdialog', { name: 'Проверьте получателей' })
  await ask.getByText('Не получит ответа: Борис Зуев').waitFor()
  await page.keyboard.press('Enter')
  const waiting = page.locator('article', { hasText: 'Отправлено в спешке' })
  await waiting.getByRole('button', { name: 'Отменить' }).waitFor()
  await expect.poll(() => editor.textContent()).toBe('')

  // The timer is the server's: the page may go and come back.
  await page.reload()
  await waiting.getByRole('button', { name: 'Отменить' }).waitFor()
  await page.getByRole('region', { name: 'Лента тикета' }).focus()
  await page.keyboard.press('z')
  await page.getByRole('textbox', { name: 'Ответ' }).getByText('Отправлено в спешке').waitFor()
  await page.getByText('ответ отменён и не отправлен').waitFor()
  const card = page.getByRole('group', { name: 'Получатели' })
  await card.getByText('не получит: Борис Зуев').waitFor()

  await page.reload()
  await page.getByRole('textbox', { name: 'Ответ' }).getByText('Отправлено в спешке').waitFor()
  await card.getByText('не получит: Борис Зуев').waitFor()
  desk.clock.forward(60)
  await wake()
  expect(lettersAbout('Передумали')).toHaveLength(0)
})

journey('Ctrl+Z in the emptied editor, and from another page, takes the reply back', async () => {
  const { ticketId } = await question('Дважды')
  const page = await openSignedIn(desk, anna)
  const editor = await write(page, ticketId, 'Первая мысль')
  await page.keyboard.press('Control+Enter')
  await page
    .getByText(/Ответ уйдёт через/)
    .first()
    .waitFor()
  await expect.poll(() => editor.textContent()).toBe('')
  await editor.focus()
  await page.keyboard.press('Control+z')
  await editor.getByText('Первая мысль').waitFor()

  await page.keyboard.press('Control+Enter')
  await page
    .getByText(/Ответ уйдёт через/)
    .first()
    .waitFor()
  await leave(page)
  await page.getByRole('status').getByRole('button', { name: 'Отменить' }).waitFor()
  await page.keyboard.press('z')
  await page.getByRole('textbox', { name: 'Ответ' }).getByText('Первая мысль').waitFor()
})

journey('the first letter of a conversation can be undone, and its words wait in the ticket', async () => {
  const page = await openSignedIn(desk, anna)
  await page.goto('/tickets')
  await page.getByRole('heading').first().waitFor()
  await page.keyboard.press('c')
  const dialog = page.getByRole('dialog', { name: 'Новый тикет' })
  await dialog.getByRole('tab', { name: 'Наше письмо' }).click()
  await dialog.getByRole('combobox', { name: 'Клиент' }).fill('новый@customer.example')
  await page.keyboard.press('Enter')
  await dialog.getByLabel('Почта').fill('new@customer.example')
  const blocked = {
    address: 'new@customer.example',
    scope: 'all',
    cause: 'agent',
    blocked_at: new Date(),
  } as const
  await db.insertInto('blocked_address').values(blocked).execute()
  await dialog.getByLabel('Тема').fill('Первое письмо')
  await dialog.getByRole('textbox', { name: 'Письмо' }).fill('Предлагаем обновить договор')
  await dialog.getByRole('button', { name: 'Отправить письмо' }).click()
  // Letters to this address come back: asked once.
  await dialog.getByRole('alert').getByText('На этот адрес письма не доходят').waitFor()
  expect(await faults(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Отправить всё равно' }).click()
  const reply = page.locator('article', { hasText: 'Предлагаем обновить договор' })
  await reply.getByText(/Ответ уйдёт через/).waitFor()
  await page.keyboard.press('z')
  const editor = page.getByRole('textbox', { name: 'Ответ' })
  await editor.getByText('Предлагаем обновить договор').waitFor()
  await page.getByText('ответ отменён и не отправлен').waitFor()
  expect(await faults(page)).toEqual([])
  desk.clock.forward(60)
  await wake()
  expect(lettersAbout('Первое письмо')).toHaveLength(0)

  await editor.focus()
  await page.keyboard.press('Control+Enter')
  await reply.getByText(/Ответ уйдёт через/).waitFor()
  desk.clock.forward(60)
  await wake()
  expect(lettersAbout('Первое письмо')).toHaveLength(1)
})

journey('sent later: the customer writes first, and the desk asks before anything goes', async () => {
  const { ticketId } = await question('Позже')
  const page = await openSignedIn(desk, anna)
  await write(page, ticketId, 'Ответим завтра')
  await page.getByRole('button', { name: 'Другие способы отправить' }).click()
  await page.getByRole('menuitem', { name: 'Отправить позже…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Отправить позже' })
  await dialog.getByRole('button', { name: /Через час/ }).click()
  expect(await faults(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Отложить' }).click()
  const reply = page.locator('article', { hasText: 'Ответим завтра' })
  await reply.getByText(/Уйдёт:/).waitFor()
  await page.getByText(/ответ отложен до/).waitFor()

  await question('Re', ticketId, 'Уже разобралась, спасибо')
  await reply.getByText('Ответ не отправлен: клиент написал раньше').waitFor()
  expect(await faults(page)).toEqual([])
  desk.clock.forward(7200)
  await wake()
  expect(lettersAbout('Позже')).toHaveLength(0)

  await reply.getByRole('button', { name: 'Изменить' }).click()
  const editor = page.getByRole('textbox', { name: 'Ответ' })
  await editor.getByText('Ответим завтра').waitFor()
  await page.getByText('ответ отменён и не отправлен').waitFor()
})

journey('a reply that cannot go yet says why, and goes when it can', async () => {
  const { ticketId } = await question('Кому же')
  const page = await openSignedIn(desk, anna)
  await page.route(/\/recipients$/, (route) => route.fulfill({ status: 500, body: '' }))
  await page.goto(`/tickets/${ticketId}`)
  await page.getByText('Не удалось узнать, кто получит ответ.').waitFor()
  await page.keyboard.press('r')
  await cursorIn(page, 'textbox', 'Ответ')
  await page.keyboard.type('Никому не уйдёт молча')
  await page.keyboard.press('Control+Enter')
  const notices = page.getByRole('region', { name: 'Уведомления' })
  await notices.getByText('Ответ не отправлен').waitFor()
  await notices.getByText('Не удалось узнать, кто получит ответ.').waitFor()

  await page.unroute(/\/recipients$/)
  await page.keyboard.press('Control+Enter')
  await page
    .locator('article', { hasText: 'Никому не уйдёт молча' })
    .getByText(/Ответ уйдёт через/)
    .waitFor()
})

/** The next reply stays on its way until it is let go. */
async function holdReply(page: Page) {
  const held = Promise.withResolvers<void>()
  const asked = page.waitForRequest(/\/replies$/)
  await routeOpen(page, /\/replies$/, async (route) => {
    await held.promise
    await route.continue()
  })
  return { asked, release: () => held.resolve() }
}
const leave = async (page: Page) => {
  await page
    .getByRole('navigation')
    .getByRole('link', { name: /Неназначенные/ })
    .click()
  await page.getByRole('heading', { name: 'Неназначенные' }).waitFor()
}

journey(
  'a reply that is held while its writer is elsewhere is told there, and one click leads to it',
  async () => {
    const { ticketId } = await question('Придержано')
    const page = await openSignedIn(desk, anna)
    const data = {
      text: 'Ответим позже',
      sendAt: new Date(desk.clock.now().getTime() + 3_600_000).toISOString(),
    }
    const headers = { origin: desk.url }
    const made = await page.request.post(`${desk.url}/api/v1/tickets/${ticketId}/replies`, { data, headers })
    expect(made.status()).toBe(201)
    // From its first word on the live line is heard.
    const isHeard = new Promise<void>((resolve) => {
      page.on('websocket', (line) => line.once('framereceived', () => resolve()))
    })
    await page.goto('/settings/profile')
    await isHeard
    await question('Re', ticketId, 'Я тут ещё подумала')
    const notice = page.getByRole('alert').filter({ hasText: `HD-${ticketId}` })
    await notice.getByText(/не отправлен: клиент написал раньше/).waitFor()
    await notice.getByRole('button', { name: 'Открыть' }).click()
    await page
      .locator('article', { hasText: 'Ответим позже' })
      .getByText(/Ответ не отправлен/)
      .waitFor()
  },
)

journey('whoever leaves while a reply is being sent can undo it from where they are', async () => {
  const { ticketId } = await question('Ушли раньше')
  const page = await openSignedIn(desk, anna)
  await write(page, ticketId, 'Отвечаю на ходу')
  const { asked, release } = await holdReply(page)
  await page.keyboard.press('Control+Enter')
  await asked
  await leave(page)
  // Back before it has gone: what is on its way is not offered to be sent once more.
  await page.goBack()
  await page.getByRole('heading', { level: 1, name: 'Ушли раньше' }).waitFor()
  await page.getByText('Отправляем…').waitFor()
  expect(await page.getByRole('textbox', { name: 'Ответ' }).count()).toBe(0)
  await leave(page)
  release()
  await page.getByRole('status').getByRole('button', { name: 'Отменить' }).click()
  await page.getByRole('textbox', { name: 'Ответ' }).getByText('Отвечаю на ходу').waitFor()
  desk.clock.forward(60)
  await wake()
  expect(lettersAbout('Ушли раньше')).toHaveLength(0)
})

journey(
  'whoever leaves while a reply is being sent hears that it was refused, and finds its words',
  async () => {
    const { ticketId } = await question('Отказ вдогонку')
    const page = await openSignedIn(desk, anna)
    await write(page, ticketId, 'Слова, которые нельзя потерять')
    const { asked, release } = await holdReply(page)
    await page.keyboard.press('Control+Enter')
    await asked
    await leave(page)
    await question('Re', ticketId, 'Ещё одно слово')
    release()
    const notices = page.getByRole('region', { name: 'Уведомления' })
    await notices.getByText(`Ответ в HD-${ticketId} не отправлен`).waitFor()
    await notices.getByText(/появилось новое сообщение/).waitFor()
    await notices.getByRole('button', { name: 'К тикету' }).click()
    await page.getByRole('heading', { level: 1, name: 'Отказ вдогонку' }).waitFor()
    await page.getByRole('textbox', { name: 'Ответ' }).getByText('Слова, которые нельзя потерять').waitFor()
    expect(await db.selectFrom('reply').select('id').where('ticket_id', '=', ticketId).execute()).toEqual([])
  },
)

journey('without a connection neither the reply nor its words are lost by leaving', async () => {
  const { ticketId } = await question('Нет связи')
  await question('Другое дело')
  const page = await openSignedIn(desk, anna)
  await write(page, ticketId, 'Написано в тоннеле')
  await routeOpen(page, /\/(?:replies|draft)$/, (route) =>
    route.request().method() === 'GET' ? route.continue() : route.abort(),
  )
  await page.keyboard.press('Control+Enter')
  const notices = page.getByRole('region', { name: 'Уведомления' })
  await notices.getByText('Ответ не отправлен').waitFor()
  await leave(page)
  await page.goBack()
  const editor = page.getByRole('textbox', { name: 'Ответ' })
  await editor.getByText('Написано в тоннеле').waitFor()
  await page.unrouteAll()
  await editor.focus()
  await page.keyboard.press('Control+Enter')
  await page
    .locator('article', { hasText: 'Написано в тоннеле' })
    .getByText(/Ответ уйдёт через/)
    .waitFor()
  expect(await db.selectFrom('reply').select('id').where('ticket_id', '=', ticketId).execute()).toHaveLength(
    1,
  )
})
