import { afterAll, expect } from 'vitest'
import { channelTasks } from '#server/channels/index.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { cursorIn, journey, openBrowser, openDesk, openSignedIn } from '#test/browser.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { startSink } from '#test/servers/sink.ts'

const desk = await openDesk()
const sink = await startSink()
afterAll(() => sink.stop())
const { db } = desk.database
const inbox = await buildInbox(desk, { address: 'support@desk.example', smtpPort: sink.port })
const anna = await buildAgent(db, { name: 'Анна Ли', role: 'administrator', language: 'ru' })
const oleg = await buildAgent(db, { name: 'Олег Баранов', role: 'administrator', language: 'en' })
const sendLetters = () => drainJobs(desk.database.pool, channelTasks(desk), desk.log)

function question(subject: string, more: Partial<Parameters<typeof buildMessage>[1]> = {}) {
  return buildMessage(db, {
    subject,
    name: 'Ирина Соколова',
    email: 'irina@customer.example',
    inboxId: inbox.id,
    assigneeId: anna.id,
    ...more,
  })
}

journey('signs in and reads a ticket with the keyboard alone', async () => {
  await question('Не приходит письмо', { text: 'Помогите, пожалуйста' })
  await question('Где мой заказ')
  const { page } = await openBrowser(desk)
  await page.goto('/tickets')
  await page.getByLabel('Почта').fill(anna.email)
  await page.getByLabel('Пароль', { exact: true }).fill(anna.password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Мои открытые' }).waitFor()
  await page.getByText('Где мой заказ').waitFor()

  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Не приходит письмо' }).waitFor()
  await page.getByText('Помогите, пожалуйста').waitFor()
  // Read is read: nothing is left in bold.
  await page
    .locator('[data-ticket][aria-current] .sr-only', { hasText: 'непрочитан' })
    .waitFor({ state: 'detached' })

  // A Russian layout types «?» with another key; the help sheet lists what works here.
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Горячие клавиши' }).getByText('Ответить').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await page.getByText('Выберите тикет').waitFor()
})

journey('answers: the letter leaves, its state changes by itself, and so does the ticket', async () => {
  const { ticketId } = await question('Оплата прошла дважды', { text: 'Верните вторую' })
  const page = await openSignedIn(desk, anna)
  await page.goto(`/tickets/${ticketId}`)
  await page.getByText('Верните вторую').waitFor()
  await page.keyboard.press('r')
  await cursorIn(page, 'textbox', 'Ответ')
  await page.keyboard.type('Вернули, ')
  await page.keyboard.press('Control+b')
  await page.keyboard.type('проверьте')
  await page.keyboard.press('Control+Enter')
  const reply = page.locator('article', { hasText: 'Вернули, проверьте' })
  await reply.getByText('Отправляется').waitFor()
  await sendLetters()
  await reply.getByText('Отправлено').waitFor()
  await page.getByRole('button', { name: 'Статус: На паузе' }).first().waitFor()
  const letter = sink.letters.find((each) => each.to.includes('irina@customer.example'))
  expect(letter?.letter.text).toContain('Вернули, проверьте')

  // The customer answers; nobody touches the page.
  await question('Re', { ticketId, text: 'Пришло, спасибо!' })
  await page.locator('article', { hasText: 'Пришло, спасибо!' }).waitFor()
})

journey('a note mentions a colleague and reaches no customer', async () => {
  const { ticketId } = await question('Внутреннее дело')
  const page = await openSignedIn(desk, anna)
  await page.goto(`/tickets/${ticketId}`)
  await page.locator('article').first().waitFor()
  const before = sink.letters.length
  await page.keyboard.press('n')
  await cursorIn(page, 'textbox', 'Заметка')
  await page.keyboard.type('Посмотри, @Оле')
  await page.getByRole('option', { name: 'Олег Баранов' }).waitFor()
  await page.keyboard.press('Enter')
  await page.keyboard.type('у клиента старый шлюз')
  await page.getByRole('button', { name: 'Сохранить заметку' }).click()
  const note = page.locator('article', { hasText: 'у клиента старый шлюз' })
  await note.getByText('внутренняя заметка').waitFor()
  await expect.poll(() => note.textContent()).toContain('@Олег Баранов')
  await sendLetters()
  expect(sink.letters.length).toBe(before)
  const row = await db
    .selectFrom('note')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .executeTakeFirstOrThrow()
  expect(row.mentioned_ids).toEqual([oleg.id])
})

journey('an unfinished answer waits on the server, on its own page', async () => {
  const { ticketId } = await question('Черновик')
  const page = await openSignedIn(desk, anna)
  await page.goto(`/tickets/${ticketId}`)
  await page.locator('article').first().waitFor()
  await page.keyboard.press('r')
  await cursorIn(page, 'textbox', 'Ответ')
  await page.keyboard.type('Начал писать')
  await page.getByText('Черновик сохранён').waitFor()
  // What was written for the customer does not follow to the note.
  await page.getByRole('tab', { name: 'Заметка' }).click()
  await page.getByRole('textbox', { name: 'Заметка' }).waitFor()
  await expect.poll(() => page.getByRole('textbox', { name: 'Заметка' }).textContent()).toBe('')

  const elsewhere = await openSignedIn(desk, anna)
  await elsewhere.goto(`/tickets/${ticketId}`)
  await elsewhere.getByRole('textbox', { name: 'Ответ' }).getByText('Начал писать').waitFor()
})

journey('what is typed before the editor has come is neither lost nor taken for shortcuts', async () => {
  const { ticketId } = await question('Быстрые пальцы')
  const page = await openSignedIn(desk, anna)
  const held = Promise.withResolvers<void>()
  await page.route(/\/editor-[^/]*\.js$/, async (route) => {
    await held.promise
    await route.continue()
  })
  await page.goto(`/tickets/${ticketId}`)
  await page.getByRole('group', { name: 'Получатели' }).getByText('Ирина Соколова').waitFor()
  await page.keyboard.press('r')
  await cursorIn(page, 'textbox', 'Напишите ответ…')
  await page.keyboard.type('Here is e, the ')
  held.resolve()
  await page.getByRole('textbox', { name: 'Ответ' }).getByText('Here is e, the').waitFor()
  await cursorIn(page, 'textbox', 'Ответ')
  await page.keyboard.type('answer')
  await page.getByRole('textbox', { name: 'Ответ' }).getByText('Here is e, the answer').waitFor()
  const ticket = db.selectFrom('ticket').select('status_category').where('id', '=', ticketId)
  expect(await ticket.executeTakeFirst()).toEqual({ status_category: 'new' })
})

journey('a note wished for before the ticket has come is begun when it has', async () => {
  const { ticketId } = await question('Ещё в пути')
  const page = await openSignedIn(desk, anna)
  const held = Promise.withResolvers<void>()
  await page.route(`**/api/v1/tickets/${ticketId}`, async (route) => {
    await held.promise
    await route.continue()
  })
  await page.goto(`/tickets/${ticketId}`)
  await page.getByRole('main', { name: 'Переписка' }).getByRole('status', { name: 'Загружаем…' }).waitFor()
  await page.keyboard.press('n')
  held.resolve()
  await cursorIn(page, 'textbox', 'Заметка')
})

journey('what is sent before the editor has come goes', async () => {
  const { ticketId } = await question('Раньше редактора')
  const page = await openSignedIn(desk, anna)
  const held = Promise.withResolvers<void>()
  await page.route(/\/editor-[^/]*\.js$/, async (route) => {
    await held.promise
    await route.continue()
  })
  await page.goto(`/tickets/${ticketId}`)
  await page.getByRole('group', { name: 'Получатели' }).getByText('Ирина Соколова').waitFor()
  await page.keyboard.press('r')
  await cursorIn(page, 'textbox', 'Напишите ответ…')
  await page.keyboard.type('Уже отвечаю')
  await page.keyboard.press('Control+Enter')
  await page.locator('article', { hasText: 'Уже отвечаю' }).waitFor()
  held.resolve()
})

journey('what is typed and sent in one breath goes whole', async () => {
  const { ticketId } = await question('На одном дыхании')
  const page = await openSignedIn(desk, anna)
  await page.goto(`/tickets/${ticketId}`)
  await page.getByRole('group', { name: 'Получатели' }).getByText('Ирина Соколова').waitFor()
  await page.keyboard.press('r')
  const editor = await cursorIn(page, 'textbox', 'Ответ')
  await page.keyboard.type('Всё готово')
  // Both before the screen has been drawn anew, as it is on a busy computer.
  await editor.evaluate(async (dom) => {
    document.execCommand('insertText', false, ', кроме счёта')
    await Promise.resolve()
    const press = { key: 'Enter', code: 'Enter', ctrlKey: true, bubbles: true, cancelable: true }
    dom.dispatchEvent(new KeyboardEvent('keydown', press))
  })
  await page.locator('article', { hasText: 'Всё готово' }).waitFor()
  const replies = db.selectFrom('reply').select('text').where('ticket_id', '=', ticketId)
  expect(await replies.execute()).toEqual([{ text: 'Всё готово, кроме счёта' }])
})

journey('fields change in place, for everybody who looks', async () => {
  const { ticketId } = await question('Поля')
  const page = await openSignedIn(desk, anna)
  const colleague = await openSignedIn(desk, oleg)
  await page.goto(`/tickets/${ticketId}`)
  await colleague.goto(`/tickets/${ticketId}`)
  await page.getByText('Олег смотрит').waitFor()
  await page.getByRole('button', { name: 'Приоритет: Средний' }).first().click()
  await page.getByRole('menuitemradio', { name: 'Критический' }).click()
  await colleague.getByRole('button', { name: 'Priority: Critical' }).first().waitFor()
  await page.keyboard.press('a')
  await page.getByPlaceholder('Имя сотрудника').fill('Олег')
  await page.keyboard.press('Enter')
  await colleague.getByText(/assigned to Олег Баранов/).waitFor()
  await page.keyboard.press('e')
  await colleague.getByRole('button', { name: 'Status: Solved' }).first().waitFor()
})

journey('two agents at one ticket: neither overwrites the other, neither answers twice', async () => {
  const { ticketId } = await question('Вдвоём')
  const page = await openSignedIn(desk, anna)
  // Anna's line is silent: her page does not learn what Oleg does.
  await page.routeWebSocket(/\/live$/, () => undefined)
  await page.goto(`/tickets/${ticketId}`)
  await page.locator('article').first().waitFor()
  const colleague = await openSignedIn(desk, oleg)
  const path = `${desk.url}/api/v1/tickets/${ticketId}`
  const { version } = (await (await colleague.request.get(path)).json()) as { version: number }
  await colleague.request.patch(path, { data: { version, priority: 'critical' } })

  await page.getByRole('button', { name: 'Приоритет: Средний' }).first().click()
  await page.getByRole('menuitemradio', { name: 'Низкий' }).click()
  const conflict = page.getByRole('dialog', { name: 'Тикет уже изменили' })
  await conflict.getByText('Критический').waitFor()
  await conflict.getByRole('button', { name: 'Оставить как есть' }).click()
  // While it is there, keys are its own.
  await conflict.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Приоритет: Критический' }).first().waitFor()

  await page.keyboard.press('r')
  await cursorIn(page, 'textbox', 'Ответ')
  await page.keyboard.type('Мой ответ')
  await page.getByText('Черновик сохранён').waitFor()
  await colleague.request.post(`${path}/replies`, { data: { text: 'Я был быстрее' } })
  await page.keyboard.press('Control+Enter')
  await page.getByText('Пока вы писали, в тикете ответили').waitFor()
  await page.locator('article', { hasText: 'Я был быстрее' }).waitFor()
  const replies = db.selectFrom('reply').select('text').where('ticket_id', '=', ticketId).orderBy('id')
  expect(await replies.execute()).toEqual([{ text: 'Я был быстрее' }])
  await page.getByRole('button', { name: 'Отправить всё равно' }).click()
  await page.locator('article', { hasText: 'Мой ответ' }).waitFor()
  expect(await replies.execute()).toHaveLength(2)
})

journey('speaks both languages and both themes at once', async () => {
  await question('Смена языка')
  // Somebody of their own: the others' language must not hang on how far this test comes.
  const vera = await buildAgent(db, { name: 'Вера Ким', language: 'ru' })
  const page = await openSignedIn(desk, vera)
  await page.goto('/tickets')
  const menu = page.getByRole('button', { name: /Вера Ким/ })
  await menu.click()
  await page.getByRole('menuitemradio', { name: 'English' }).click()
  await page.getByRole('heading', { name: 'My open' }).waitFor()
  await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('en')
  await menu.click()
  await page.getByRole('menuitemradio', { name: 'Dark' }).click()
  await expect
    .poll(() => page.evaluate(() => getComputedStyle(document.body).backgroundColor))
    .toBe('rgb(21, 21, 20)')
  await menu.click()
  await page.getByRole('menuitemradio', { name: 'Русский' }).click()
  await page.getByRole('heading', { name: 'Мои открытые' }).waitFor()
})

journey('finds by number and by another form of a word', async () => {
  const { ticketId } = await question('Возвратите деньги за доставку', { text: 'Жду возврата' })
  const page = await openSignedIn(desk, oleg)
  await page.goto('/tickets')
  await page.getByRole('heading', { name: 'My open' }).waitFor()
  await page.keyboard.press('Control+k')
  await cursorIn(page, 'combobox')
  await page.keyboard.type(`hd-${ticketId}`)
  await page.getByRole('option', { name: `Open ticket HD-${ticketId}` }).click()
  await page.getByRole('heading', { level: 1, name: 'Возвратите деньги за доставку' }).waitFor()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.keyboard.press('Control+k')
  await cursorIn(page, 'combobox')
  await page.keyboard.type('доставка')
  await page.getByRole('option', { name: /All results/ }).click()
  await page.locator('[data-ticket] mark', { hasText: 'доставку' }).waitFor()
})

journey('a ticket is written down for somebody who calls', async () => {
  const page = await openSignedIn(desk, anna)
  await page.goto('/tickets')
  await page.getByRole('heading', { name: 'Мои открытые' }).waitFor()
  await page.keyboard.press('c')
  const form = page.getByRole('dialog', { name: 'Новый тикет' })
  await form.getByLabel('Клиент').fill('+7 900 123-45-67')
  await page.getByRole('option', { name: /Новый клиент/ }).click()
  await form.getByLabel('Имя').fill('Егор Ёлкин')
  await form.getByLabel('Тема').fill('Сломался замок')
  await form.getByLabel('Что случилось').fill('Ключ не поворачивается')
  await form.getByRole('button', { name: 'Создать тикет' }).click()
  await page.getByRole('heading', { level: 1, name: 'Сломался замок' }).waitFor()
  await page.getByText('Ключ не поворачивается').waitFor()
})

journey('a letter runs nothing and fetches nothing until it is asked to', async () => {
  const { ticketId } = await question('Письмо с картинкой', {
    html: '<p>Привет<img src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7" data-otk-src="https://tracker.example/p.gif"><script>parent.hacked = 1</script><img src="x" onerror="parent.hacked = 1"></p>',
    hasRemoteImages: true,
  })
  const page = await openSignedIn(desk, anna)
  const asked: string[] = []
  await page.route('https://tracker.example/**', (route) => {
    asked.push(route.request().url())
    return route.abort()
  })
  await page.goto(`/tickets/${ticketId}`)
  await page.frameLocator('iframe').getByText('Привет').waitFor()
  expect(await page.locator('iframe').getAttribute('sandbox')).not.toContain('allow-scripts')
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false)
  expect(asked).toEqual([])
  const fetched = page.waitForRequest('https://tracker.example/p.gif')
  await page.getByRole('button', { name: 'Показать картинки' }).click()
  await fetched
})

journey('on a phone one sees one thing at a time, and comes back', async () => {
  await question('С телефона')
  const page = await openSignedIn(desk, anna, { width: 390, height: 844, isTouch: true })
  await page.goto('/tickets')
  await page.getByText('С телефона').tap()
  await page.getByRole('heading', { level: 1, name: 'С телефона' }).waitFor()
  await expect.poll(() => page.getByRole('heading', { name: 'Мои открытые' }).isVisible()).toBe(false)
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
  await page.getByRole('button', { name: 'Назад' }).tap()
  await page.getByRole('heading', { name: 'Мои открытые' }).waitFor()
})
