import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect } from 'vitest'
import type { Page } from 'playwright-core'
import { createKnowledgeCategory, knowledgeTasks } from '#server/knowledge/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { startWorker } from '#server/platform/jobs/worker.ts'
import { faults, isTooWide } from '#test/axe.ts'
import { journey, openBrowser, openDesk, openSignedIn } from '#test/browser.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { archiveOf, handbook } from '#test/knowledge-archive.ts'

const desk = await openDesk()
const { db } = desk.database
const worker = await startWorker(desk.database.pool, knowledgeTasks(desk), desk.log)
afterAll(() => worker.stop())

const zip = { name: 'Книга.zip', mimeType: 'application/zip', buffer: archiveOf(handbook) }
const give = (page: Page, ...files: (typeof zip)[]) =>
  page.locator('input[type=file]').first().setInputFiles(files)
const rowOf = (page: Page, title: string) =>
  page.getByRole('list', { name: 'Что получится' }).getByRole('listitem').filter({ hasText: title })

journey('a handbook is tried, looked at, imported, and read on the portal', async () => {
  const boss = await buildAgent(db, { name: 'Ольга', role: 'administrator', language: 'ru' })
  const page = await openSignedIn(desk, boss)
  await page.goto('/knowledge')
  await page.getByRole('link', { name: 'Импорт статей' }).click()
  await page.getByRole('heading', { name: 'Импорт статей' }).waitFor()
  expect(await faults(page)).toEqual([])
  await give(page, { name: 'нет.zip', mimeType: 'application/zip', buffer: Buffer.from('не архив') })
  await page.getByRole('alert').filter({ hasText: 'Это не архив zip' }).waitFor()

  await give(page, zip)
  await rowOf(page, 'Установка · Installing').getByText('новая', { exact: true }).waitFor()
  await rowOf(page, 'Первые шаги').getByText('новая категория').waitFor()
  const remarks = page
    .getByRole('region')
    .or(page.locator('section'))
    .filter({ hasText: '4 замечания' })
    .last()
  await remarks.getByText('faq/broken.md').waitFor()
  await remarks.getByText('Начало файла между --- записано с ошибкой').waitFor()
  expect(await faults(page)).toEqual([])
  expect(await isTooWide(page)).toBe(false)
  // Reloaded, it is still there: nothing has to be sent again.
  await page.reload()
  await page.getByRole('checkbox', { name: 'Сразу опубликовать' }).check()
  await page.getByRole('button', { name: 'Импортировать' }).press('Enter')
  await page.getByText('готово', { exact: true }).waitFor()
  await page.getByRole('status').filter({ hasText: '3 новые статьи · 2 новые категории' }).waitFor()
  expect(await faults(page)).toEqual([])

  await page.getByRole('link', { name: 'Установка · Installing' }).click()
  await page.getByRole('textbox', { name: 'Название статьи' }).waitFor()
  const { page: visitor } = await openBrowser(desk)
  await visitor.goto('/help/ru/articles/ustanovka')
  await visitor.getByRole('note').filter({ hasText: 'Сначала копия' }).waitFor()
  const picture = visitor.getByRole('img', { name: 'Окно' })
  await picture.scrollIntoViewIfNeeded()
  await picture.evaluate(async (element) => (element as HTMLImageElement).decode())
  await visitor.getByRole('link', { name: 'notes.pdf' }).waitFor()
  await visitor.getByRole('link', { name: 'о входе' }).click()
  await visitor.getByRole('heading', { level: 1, name: 'Вход' }).waitFor()

  // The same again: nothing is new, and the page says so before and after.
  await page.goto('/knowledge/import')
  await page
    .getByRole('link', { name: /Книга\.zip/ })
    .first()
    .waitFor()
  await give(page, zip)
  await rowOf(page, 'Установка · Installing').getByText('обновится').waitFor()
  await page.getByRole('combobox', { name: 'Статьи, которые уже есть' }).click()
  await page.getByRole('option', { name: 'Не трогать' }).click()
  await rowOf(page, 'Установка · Installing').getByText('останется').waitFor()
  await page.getByRole('button', { name: 'Импортировать' }).click()
  await page.getByRole('status').filter({ hasText: '3 не тронуты' }).waitFor()
})

journey('files chosen one by one become drafts of whoever may only write, on a phone too', async () => {
  const texts = { ru: { title: 'Доставка', description: '' } }
  await inTransaction(db, (tx) =>
    createKnowledgeCategory(tx, null, { parentId: null, visibility: 'public', texts }, new Date()),
  )
  const anna = await buildAgent(db, { name: 'Анна', language: 'ru' })
  const page = await openSignedIn(desk, anna, { width: 390, height: 844, isTouch: true, colorScheme: 'dark' })
  await page.goto('/knowledge/import')
  const file = (name: string, text: string) => ({
    name,
    mimeType: 'text/markdown',
    buffer: Buffer.from(text),
  })
  await give(
    page,
    file('сроки.md', '# Сроки доставки\n\nТри дня.'),
    file('terms.en.md', '# Terms\n\nThree days.'),
  )
  await rowOf(page, 'Сроки доставки').waitFor()
  await page.getByText('Всё станет черновиками').waitFor()
  expect(await isTooWide(page)).toBe(false)
  expect(await faults(page)).toEqual([])
  await page.getByRole('combobox', { name: 'Куда' }).click()
  await page.getByRole('option', { name: 'Доставка' }).click()
  await page.getByRole('button', { name: 'Импортировать' }).click()
  await page.getByText('Это черновики').waitFor()
  await page.getByRole('status').filter({ hasText: '2 новые статьи' }).waitFor()
  expect(await isTooWide(page)).toBe(false)
})

journey('a folder is chosen as it lies on the disk, and what programs keep in it stays there', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'otklik-handbook-'))
  try {
    const folder = path.join(root, 'Garden')
    await mkdir(path.join(folder, '.git'), { recursive: true })
    await writeFile(path.join(folder, '.git', 'notes.md'), '# Not this')
    await writeFile(path.join(folder, 'watering.md'), '# Watering\n\nIn the evening.')
    await writeFile(path.join(folder, 'large.txt'), 'words '.repeat(100_000))
    const boss = await buildAgent(db, { name: 'Kate', role: 'administrator', language: 'en' })
    const page = await openSignedIn(desk, boss, { colorScheme: 'dark' })
    await page.goto('/knowledge/import')
    await page.getByRole('button', { name: 'Choose a folder' }).waitFor()
    await page.locator('input[type=file]').nth(1).setInputFiles(folder)
    await page.getByRole('heading', { name: 'Garden.zip' }).waitFor()
    const tree = page.getByRole('list', { name: 'What it becomes' })
    await tree.getByText('Watering').waitFor()
    expect(await tree.getByRole('listitem').count()).toBe(2)
    expect(await faults(page)).toEqual([])
    await page.getByRole('button', { name: 'Import', exact: true }).press('Enter')
    await page.getByRole('status').filter({ hasText: '1 new article · 1 new category' }).waitFor()
    await tree.getByRole('link', { name: 'Watering' }).waitFor()
  } finally {
    await rm(root, { recursive: true, force: true })
  }
})
