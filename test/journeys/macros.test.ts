import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { macroTasks } from '#server/macros/index.ts'
import { faults, isTooWide } from '#test/axe.ts'
import { hasCursor, journey, openDesk, openSignedIn } from '#test/browser.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildMessage } from '#test/builders/ticket.ts'

const desk = await openDesk()
const { db } = desk.database
const inbox = await buildInbox(desk, {})
const anna = await buildAgent(db, {
  name: 'Анна Ли',
  role: 'lead',
  language: 'ru',
  email: 'anna@desk.example',
})
const work = () => drainJobs(desk.database.pool, macroTasks(desk), desk.log)
const write = (name: string, subject: string) =>
  buildMessage(db, { inboxId: inbox.id, name, subject, text: 'Где мой заказ?' })
const replies = (ticketId: number) =>
  db.selectFrom('reply').select('text').where('ticket_id', '=', ticketId).orderBy('id').execute()
/** What the letter of a ticket’s answer shows within its words. */
async function shownInLetter(ticketId: number) {
  const parts = await db
    .selectFrom('file')
    .innerJoin('reply', 'reply.id', 'file.reply_id')
    .select(['file.name', 'file.content_id', 'reply.html'])
    .where('reply.ticket_id', '=', ticketId)
    .where('file.is_inline', '=', true)
    .execute()
  return parts.filter((part) => part.html?.includes(`"cid:${part.content_id}"`)).map((part) => part.name)
}
const tags = async (ticketId: number) =>
  (await db.selectFrom('ticket').select('tags').where('id', '=', ticketId).executeTakeFirstOrThrow()).tags

const statusChanges = async (ticketId: number) => {
  const events = db.selectFrom('event').select('data').where('ticket_id', '=', ticketId)
  const rows = await events.where('type', '=', 'ticket.updated').execute()
  return rows.filter(({ data }) => JSON.stringify(data).includes('"statusId"')).length
}

/** A picture from the clipboard, pasted where the cursor is. */
const pastePicture = (page: Page) =>
  page.evaluate(async () => {
    const canvas = new OffscreenCanvas(240, 120)
    canvas.getContext('2d')?.fillRect(20, 20, 200, 80)
    const file = new File([await canvas.convertToBlob()], 'Где номер.png', { type: 'image/png' })
    const clipboardData = new DataTransfer()
    clipboardData.items.add(file)
    const wishes = { clipboardData, bubbles: true, cancelable: true }
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', wishes))
  })

/** A file held over the heading of the page, and let go there. */
async function dropFile(page: Page, name: string): Promise<void> {
  const heading = page.getByRole('heading', { level: 1 })
  const dataTransfer = await page.evaluateHandle((title) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(['Размеры'], title, { type: 'text/plain' }))
    return transfer
  }, name)
  await heading.dispatchEvent('dragenter', { dataTransfer })
  await page.getByRole('button', { name: 'Отпустите, чтобы прикрепить' }).waitFor()
  await heading.dispatchEvent('drop', { dataTransfer })
}

/** The window in which a macro is chosen. */
const picker = (page: Page) => page.getByRole('dialog', { name: 'Макросы' })
const words = (page: Page) => page.getByRole('textbox', { name: 'Текст по-русски' })

journey('a macro is written, its broken place is shown, and it is put into an answer by keys', async () => {
  const { ticketId } = await write('Сидоров Иван Петрович', 'Доставка')
  const page = await openSignedIn(desk, anna)
  await page.goto('/settings/macros')
  await page.getByText('Макросов пока нет').waitFor()
  await page.getByRole('link', { name: 'Новый макрос' }).click()
  await page.getByLabel('Название', { exact: true }).fill('Посылка в пути')
  await words(page).click()
  // Two braces offer what may be named, by its name in words.
  await page.keyboard.type('Здравствуйте, {{ имя и отч')
  await page.getByRole('option', { name: /customer\.polite_name/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.keyboard.type('! Телефон {{ customer.phon }}.')
  await page.getByRole('button', { name: 'Создать макрос' }).click()
  await page.getByText('Шаблон не получится заполнить').waitFor()
  expect(await page.getByText('Строка 1: «customer.phon» здесь не известно').count()).toBeGreaterThan(0)
  expect(await faults(page)).toEqual([])

  await words(page).click()
  await page.keyboard.press('Control+End')
  for (const _ of ' }}.') await page.keyboard.press('Backspace')
  await page.keyboard.type('e }}.')
  // The live page tells what is not known of this customer.
  await page.getByText('Неизвестно: Телефон клиента').waitFor()
  await page.getByText('Здравствуйте, Иван Петрович!').waitFor()
  await words(page).click()
  await page.keyboard.press('Control+End')
  await pastePicture(page)
  await words(page).getByRole('img', { name: 'Где номер.png' }).waitFor()
  // Whoever types on writes below the picture, not over it.
  await page.keyboard.type('Номер на этикетке.')
  await words(page).locator('img + p', { hasText: 'Номер на этикетке.' }).waitFor()
  await page.getByLabel('Как прочтёт клиент').getByRole('img', { name: 'Где номер.png' }).waitFor()
  await dropFile(page, 'Памятка.txt')
  await page.getByRole('button', { name: 'Убрать файл Памятка.txt' }).click()
  await page.getByRole('button', { name: 'Прикрепить файл' }).waitFor()
  await page.getByRole('button', { name: 'Добавить действие' }).click()
  await page.getByRole('menuitem', { name: 'метка', exact: true }).click()
  await page.getByLabel('метка', { exact: true }).fill('доставка')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Добавить действие' }).click()
  await page.getByRole('menuitem', { name: 'статус', exact: true }).click()
  await page.getByRole('button', { name: 'Создать макрос' }).click()
  // What is not chosen yet is told in its line.
  await page.getByText('Выберите или впишите значение').waitFor()
  await page.getByRole('combobox', { name: 'статус: выберите' }).click()
  await page.getByRole('option', { name: 'Закрыт' }).click()
  await page.getByRole('button', { name: 'Создать макрос' }).click()
  await page.getByText('Макросом ещё не пользовались.').waitFor()
  // Saved, the picture is the macro’s own.
  await words(page).locator('img[src^="/api/v1/macro-files/"]').waitFor()
  expect(await faults(page)).toEqual([])

  await page.goto(`/tickets/${ticketId}`)
  await page.getByRole('button', { name: 'Напишите ответ…' }).click()
  const answer = page.getByRole('textbox', { name: 'Ответ', exact: true })
  await hasCursor(answer)
  await page.keyboard.press('/')
  await picker(page).getByRole('combobox').waitFor()
  await page.keyboard.type('посыл')
  await picker(page).getByText('Здравствуйте, Иван Петрович!').waitFor()
  await picker(page).getByRole('img', { name: 'Где номер.png' }).waitFor()
  expect(await faults(page)).toEqual([])
  // What is missing is said before anything is put in: the first Enter warns, the second one does it.
  await page.keyboard.press('Enter')
  await picker(page).getByText('Нажмите Enter ещё раз').waitFor()
  await page.keyboard.press('Enter')
  await answer.getByText('Здравствуйте, Иван Петрович! Телефон').waitFor()
  await answer.locator('img[src^="/api/v1/files/"]').waitFor()
  await page.getByText('Посылка в пути, когда ответ уйдёт:').waitFor()

  expect(await tags(ticketId)).toEqual([])
  // The button says the status the macro asks for.
  await page.getByRole('button', { name: 'Отправить: Закрыт' }).waitFor()
  await page.keyboard.press('Control+Enter')
  await expect.poll(() => replies(ticketId)).toHaveLength(1)
  await work()
  expect(await tags(ticketId)).toEqual(['доставка'])
  await page.getByText('макрос «Посылка в пути»').waitFor()
  expect(await shownInLetter(ticketId)).toEqual(['Где номер.png'])
  expect(await statusChanges(ticketId)).toBe(1)
})

journey('Esc gives the cursor back, and a slash that is meant as one is typed', async () => {
  const { ticketId } = await write('Мария', 'Косая черта')
  const page = await openSignedIn(desk, anna)
  await page.goto(`/tickets/${ticketId}`)
  await page.getByRole('button', { name: 'Напишите ответ…' }).click()
  const answer = page.getByRole('textbox', { name: 'Ответ', exact: true })
  await hasCursor(answer)
  // Within a word it is a letter, and the first time the choice is still being fetched while one types on.
  await page.keyboard.type('и/или /нет такого')
  await picker(page).getByText('Ничего не нашлось').waitFor()
  expect(await picker(page).getByRole('combobox').inputValue()).toBe('нет такого')
  await page.keyboard.press('Escape')
  await picker(page).waitFor({ state: 'detached' })
  await page.keyboard.type('да //нет')
  await answer.getByText('и/или да //нет').waitFor()
  expect(await picker(page).count()).toBe(0)
  // The full stop of a Russian layout stands on the key of a slash.
  await answer.dispatchEvent('keydown', { key: '.', code: 'Slash', bubbles: true, cancelable: true })
  expect(await page.getByRole('dialog').count()).toBe(0)

  const other = await write('Павел', 'Без черновика')
  // The key is heard also while the draft is on its way, and the choice is there when the composer is.
  const draftComes = Promise.withResolvers<void>()
  await page.route('**/draft', async (route) => {
    await draftComes.promise
    await route.continue()
  })
  await page.goto(`/tickets/${other.ticketId}`)
  await page.getByText('Напишите ответ…').waitFor()
  await page.keyboard.press('m')
  draftComes.resolve()
  await picker(page).getByRole('combobox').waitFor()
  await page.keyboard.press('Escape')
  await picker(page).waitFor({ state: 'detached' })
})

journey('chosen tickets are answered one by one, and those that could not be are told of', async () => {
  const page = await openSignedIn(desk, anna)
  const first = await write('Пётр', 'Первый из двух')
  const nameless = await write('', 'Второй из двух')
  await page.goto('/settings/macros/new')
  await page.getByLabel('Название', { exact: true }).fill('Всё работает')
  await words(page).click()
  await page.keyboard.type('{{ customer.first_name }}, снова работает.')
  await page.getByRole('button', { name: 'Создать макрос' }).click()
  await page.getByText('Макросом ещё не пользовались.').waitFor()

  await page.goto('/tickets?view=all')
  await page.locator(`[data-ticket="${nameless.ticketId}"]`).focus()
  await page.keyboard.press('x')
  await page.locator(`[data-ticket="${first.ticketId}"]`).focus()
  await page.keyboard.press('x')
  await page.getByRole('status').filter({ hasText: 'Выбрано 2' }).waitFor()
  await page.keyboard.press('m')
  await picker(page).getByRole('combobox').fill('всё')
  await picker(page)
    .getByRole('option', { name: /Всё работает/ })
    .waitFor()
  await page.keyboard.press('Enter')
  const run = page.getByRole('dialog', { name: 'Макрос «Всё работает»' })
  await run.getByRole('button', { name: 'Отправить 2 ответа' }).click()
  await run.getByText('Готово 0 из 2…').waitFor()
  await work()
  await run.getByText('Готово 1 из 2. Остальные не изменились.').waitFor()
  await run.getByText('Неизвестно: Имя клиента. Ответ не отправлен.').waitFor()
  expect(await faults(page)).toEqual([])
  expect((await replies(first.ticketId)).map((reply) => reply.text)).toEqual(['Пётр, снова работает.'])
  expect(await replies(nameless.ticketId)).toEqual([])
  // The keys go on in the list.
  await page.keyboard.press('Escape')
  await page.locator('[data-ticket]:focus').waitFor()
})

journey('by keys alone a menu and a window open for the first time as they do later', async () => {
  const page = await openSignedIn(desk, anna)
  await page.goto('/tickets?view=all')
  const chip = page.getByRole('button', { name: 'Порядок:' })
  const items = page.getByRole('menu').getByRole('menuitemradio')
  for (const [key, item] of [
    ['Enter', items.first()],
    ['Enter', items.first()],
    ['ArrowDown', items.first()],
  ] as const) {
    await chip.focus()
    await page.keyboard.press(key)
    await hasCursor(item)
    await page.keyboard.press('Escape')
    await page.getByRole('menu').waitFor({ state: 'detached' })
    await hasCursor(chip)
  }
  await page.reload()
  await chip.focus()
  await page.keyboard.press('ArrowUp')
  await hasCursor(items.last())
  await page.keyboard.press('Escape')
  await hasCursor(chip)

  const account = page.getByRole('button', { name: /Анна Ли/ })
  for (const _ of [1, 2]) {
    await account.focus()
    await page.keyboard.press('Space')
    await hasCursor(page.getByRole('menu').locator('[role^="menuitem"]').first())
    await page.keyboard.press('Escape')
    await hasCursor(account)
  }
  // With a mouse nothing is marked before it is pointed at.
  await page.reload()
  await chip.click()
  await hasCursor(page.getByRole('menu'))
  await page.keyboard.press('Escape')

  const firstIn = []
  await page.reload()
  for (const _ of [1, 2]) {
    await chip.focus()
    await page.keyboard.press('?')
    const sheet = page.getByRole('dialog')
    await hasCursor(sheet.locator(':focus'))
    firstIn.push(await sheet.locator(':focus').getAttribute('aria-label'))
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
    await hasCursor(chip)
  }
  expect(firstIn[0]).toBe(firstIn[1])
})

journey('on a phone, in the dark, the pages fit and are sound', async () => {
  const { ticketId } = await write('Ольга', 'С телефона')
  const look = { width: 390, height: 844, colorScheme: 'dark', isTouch: true } as const
  const page = await openSignedIn(desk, anna, look)
  for (const address of ['/settings/macros', '/settings/macros/new']) {
    await page.goto(address)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
    expect(await isTooWide(page)).toBe(false)
    expect(await faults(page)).toEqual([])
  }
  await page.goto(`/tickets/${ticketId}`)
  await page.getByRole('button', { name: 'Напишите ответ…' }).click()
  await page.getByRole('button', { name: 'Вставить макрос' }).click()
  await picker(page).getByRole('option').first().waitFor()
  expect(await isTooWide(page)).toBe(false)
  expect(await faults(page)).toEqual([])
})
