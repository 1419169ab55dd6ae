import { beforeAll, expect } from 'vitest'
import type { Page } from 'playwright-core'
import type { Visibility } from '#contract/knowledge.ts'
import { actorOfAgent } from '#server/identity/index.ts'
import { createArticle, createKnowledgeCategory, publishText } from '#server/knowledge/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { faults, isTooWide } from '#test/axe.ts'
import { hasCursor, journey, openBrowser, openDesk, openSignedIn } from '#test/browser.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildMessage } from '#test/builders/ticket.ts'

const desk = await openDesk()
const { db } = desk.database
const inbox = await buildInbox(desk, {})
const anna = await buildAgent(db, { name: 'Анна Ли', role: 'lead', language: 'ru' })
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

async function article(title: string, html: string, visibility: Visibility = 'public'): Promise<number> {
  const now = new Date()
  return inTransaction(db, async (tx) => {
    const actor = await actorOfAgent(tx, anna.id)
    const known = await tx.selectFrom('knowledge_category').select('id').executeTakeFirst()
    const texts = { ru: { title: 'Вход', description: '' } }
    const categoryId =
      known?.id ??
      (await createKnowledgeCategory(tx, null, { parentId: null, visibility: 'public', texts }, now)).id
    const given = { categoryId, language: 'ru', title, summary: '', html, visibility, tags: [] } as const
    const id = await createArticle(tx, actor, given, now)
    await publishText(tx, actor, { articleId: id, language: 'ru' }, { version: 1 }, now)
    return id
  })
}

beforeAll(async () => {
  await article(
    'Не приходит письмо для входа',
    '<h2>Где искать</h2><p>Письмо могло попасть в «Спам»: загляните туда.</p><table><tr><th>Ящик</th><td>час</td></tr></table>',
  )
  await article(
    'Очередь писем: что делать дежурному',
    '<p>Перезапустите очередь писем командой.</p>',
    'internal',
  )
})

const ticket = async (subject: string) => {
  const { ticketId } = await buildMessage(db, {
    inboxId: inbox.id,
    name: 'Ирина',
    subject,
    text: 'Письмо не приходит второй день.',
  })
  return ticketId
}
const picker = (page: Page) => page.getByRole('dialog', { name: 'Статья из базы знаний' })
const answer = (page: Page) => page.getByRole('textbox', { name: 'Ответ', exact: true })
const draftOf = async (ticketId: number) =>
  (await db.selectFrom('draft').select('html').where('ticket_id', '=', ticketId).executeTakeFirst())?.html

journey(
  'an article found by the ticket’s subject goes into the answer as a link, by keys alone',
  async () => {
    const ticketId = await ticket('Не приходит письмо')
    const page = await openSignedIn(desk, anna)
    await page.goto(`/tickets/${ticketId}`)
    await page.getByText('Письмо не приходит второй день.').waitFor()
    await page.keyboard.press('i')
    await picker(page)
      .getByRole('option', { name: /Не приходит письмо для входа/ })
      .waitFor()
    await picker(page).getByText('загляните туда').last().waitFor()
    expect(await faults(page)).toEqual([])
    await page.keyboard.press('Enter')
    const link = answer(page).getByRole('link', { name: 'Не приходит письмо для входа' })
    await link.waitFor()
    expect(await link.getAttribute('href')).toMatch(
      /^https?:\/\/.+\/help\/ru\/articles\/ne-prikhodit-pismo-dlia-vkhoda$/,
    )
    // One goes on writing where the link ends.
    await hasCursor(answer(page))
    await page.keyboard.type('поможет.')
    await expect.poll(() => draftOf(ticketId)).toMatch(/<\/a> поможет\./)

    // While one writes the other key opens it; Escape goes back to where the cursor was.
    await page.keyboard.press('Control+/')
    await picker(page).waitFor()
    await page.keyboard.press('Escape')
    await picker(page).waitFor({ state: 'detached' })
    await page.keyboard.type(' Да.')
    await answer(page).getByText('поможет. Да.').waitFor()

    await page.keyboard.press('Control+/')
    // A key pressed behind the last letter waits for what is found by it.
    await page.keyboard.type('спам письмо')
    await page.keyboard.press('Shift+Enter')
    await answer(page).locator('blockquote').getByText('Письмо могло попасть в «Спам»').waitFor()
  },
)

journey('a whole article comes with its pictures, as the letter’s own', async () => {
  const page = await openSignedIn(desk, anna)
  const id = await article('Как сменить пароль', '<p>Нажмите «Сменить».</p>')
  const upload = await page.request.post(`/api/v1/articles/${id}/files?name=window.png&mime=image/png`, {
    data: pixel,
    headers: { origin: desk.url, 'content-type': 'application/octet-stream' },
  })
  const file = (await upload.json()) as { id: number }
  const saved = await page.request.put(`/api/v1/articles/${id}/texts/ru`, {
    data: {
      version: 2,
      title: 'Как сменить пароль',
      html: `<p>Нажмите «Сменить».</p><p><img src="file:${file.id}" alt="Окно"></p>`,
    },
    headers: { origin: desk.url },
  })
  expect(saved.status()).toBe(200)
  await page.request.post(`/api/v1/articles/${id}/texts/ru/publish`, {
    data: { version: 3 },
    headers: { origin: desk.url },
  })
  const ticketId = await ticket('Сменить пароль')
  await page.goto(`/tickets/${ticketId}`)
  await page.getByText('Письмо не приходит второй день.').waitFor()
  await page.keyboard.press('i')
  await picker(page).getByText('И 1 картинка').waitFor()
  await page.keyboard.press('Control+Enter')
  const picture = answer(page).getByRole('img', { name: 'Окно' })
  await picture.waitFor()
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1)
  await expect.poll(() => draftOf(ticketId)).toMatch(/<img src="cid:file-\d+" alt="Окно"/)
})

journey(
  'what only the desk reads is no link for a customer, and its words are asked about once',
  async () => {
    const ticketId = await ticket('Очередь писем')
    const page = await openSignedIn(desk, anna, { width: 390, height: 844, colorScheme: 'dark' })
    await page.goto(`/tickets/${ticketId}`)
    await page.getByText('Письмо не приходит второй день.').waitFor()
    await page.keyboard.press('i')
    await picker(page).getByText('Эту статью читают только свои.').waitFor()
    expect(
      await picker(page)
        .getByRole('button', { name: /^Ссылкой/ })
        .isDisabled(),
    ).toBe(true)
    expect(await isTooWide(page)).toBe(false)
    expect(await faults(page)).toEqual([])
    // Enter, which cannot be a link here, means the whole.
    await page.keyboard.press('Enter')
    await picker(page).getByRole('alert').getByText('уйдут клиенту').waitFor()
    await page.keyboard.press('Control+Enter')
    await answer(page).getByText('Перезапустите очередь писем командой.').waitFor()

    // In a note it is a link, within the desk.
    await page.getByRole('tab', { name: 'Заметка' }).click()
    const note = page.getByRole('textbox', { name: 'Заметка', exact: true })
    await hasCursor(note)
    await page.keyboard.press('Control+/')
    await picker(page).getByRole('option').first().waitFor()
    await page.keyboard.press('Enter')
    expect(
      await note.getByRole('link', { name: 'Очередь писем: что делать дежурному' }).getAttribute('href'),
    ).toContain('/knowledge/articles/')
  },
)

journey('a solved ticket becomes the draft of an article', async () => {
  const ticketId = await ticket('Не приходит письмо на рабочий ящик')
  const page = await openSignedIn(desk, anna)
  await page.goto(`/tickets/${ticketId}`)
  await page.getByText('Письмо не приходит второй день.').waitFor()
  await page.getByRole('button', { name: 'Другие действия' }).press('Enter')
  await page.getByRole('menuitem', { name: 'Черновик статьи…' }).press('Enter')
  await page.getByText('Уберите из него всё о клиенте').waitFor()
  expect(await faults(page)).toEqual([])
  await page.getByRole('button', { name: 'Создать черновик' }).press('Enter')
  await page
    .getByRole('textbox', { name: 'Текст статьи' })
    .getByText('Письмо не приходит второй день.')
    .waitFor()
  await page.getByText('Только свои').waitFor()
})

journey('a search that found nothing becomes a synonym, and then finds', async () => {
  const search = '/help/ru/search?q=%D0%B8%D0%BC%D0%B5%D0%B9%D0%BB'
  const { page: reader } = await openBrowser(desk, { hasScripts: false })
  await reader.goto(search)
  const page = await openSignedIn(desk, anna)
  await page.goto('/knowledge/search-words')
  await page.getByRole('listitem').filter({ hasText: 'имейл' }).waitFor()
  expect(await faults(page)).toEqual([])
  await page.getByRole('button', { name: 'В синонимы' }).first().press('Enter')
  const group = page.getByRole('textbox', { name: 'Группа 1' })
  await hasCursor(group)
  await page.keyboard.press('Enter')
  await page.getByText('В группе нужно хотя бы два слова.').waitFor()
  await group.fill('имейл, письмо')
  await page.keyboard.press('Enter')
  await page.getByText('Сохранено').first().waitFor()
  expect(await faults(page)).toEqual([])
  await reader.goto(search)
  await reader
    .getByRole('link', { name: /Не приходит письмо/ })
    .first()
    .waitFor()
  await page.getByRole('tab', { name: 'Ничего не нашли' }).click()
  await page.getByRole('button', { name: 'Вычеркнуть «имейл»' }).press('Enter')
  await page.getByText('Всё находится').waitFor()
})
