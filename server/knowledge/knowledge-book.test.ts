import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '#server/platform/database/open-database.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { openNotices } from '#server/platform/realtime/notices.ts'
import {
  listMostHelpful,
  listNewest,
  listReadableCategories,
  watchKnowledge,
} from '#server/knowledge/index.ts'
import { knowledgeDesk } from '#test/knowledge-desk.ts'

const desk = await knowledgeDesk()
const { db, platform } = desk
/** A second process of the same desk: a pool, notices and a memory of its own. */
const other = openDatabase({ url: platform.config.databaseUrl ?? '' })
const notices = await openNotices(platform.config.databaseUrl ?? '', platform.log)
const stops = [watchKnowledge(db, platform.notices), watchKnowledge(other.db, notices)]
afterAll(async () => {
  for (const stop of stops) stop()
  await notices.stop()
  await other.close()
})

const stranger = { kind: 'public' } as const
const customer = { kind: 'customer' } as const
const titles = async (process = db, reader: typeof stranger | typeof customer = stranger) =>
  (await listNewest(process, reader, { language: 'ru', limit: 10 })).map((one) => one.title)

/** Notices come in the order in which they were given: once this one is heard, so is all before it. */
async function settled(): Promise<void> {
  const heard = new Promise<void>((resolve) => {
    const stop = platform.notices.listen(({ topic }) => {
      if (topic !== 'settled') return
      stop()
      resolve()
    })
  })
  await notify(db, { topic: 'settled' })
  await heard
}

beforeAll(async () => {
  await desk.published({ title: 'Для всех' })
  await desk.published({ title: 'Для клиентов', visibility: 'customers' })
})

test('what one kind of visitor was shown is never shown to another', async () => {
  await expect.poll(() => titles(db, customer)).toEqual(['Для клиентов', 'Для всех'])
  expect(await titles()).toEqual(['Для всех'])
  expect(await titles(db, customer)).toEqual(['Для клиентов', 'Для всех'])
  const counts = async (reader: typeof stranger | typeof customer) =>
    (await listReadableCategories(db, reader, 'ru')).map((one) => one.articleCount)
  expect([await counts(customer), await counts(stranger)]).toEqual([[2], [1]])
  const helpful = await listMostHelpful(db, stranger, { language: 'ru', limit: 5 })
  expect(helpful.map((one) => one.title)).toEqual(['Для всех'])
})

test('a change made in one process is seen in every other', async () => {
  expect([await titles(), await titles(other.db)]).toEqual([['Для всех'], ['Для всех']])
  const article = await desk.published({ title: 'Новое' })
  await expect.poll(() => titles()).toEqual(['Новое', 'Для всех'])
  await expect.poll(() => titles(other.db)).toEqual(['Новое', 'Для всех'])
  await desk.done('PATCH', `/articles/${article.id}`, { visibility: 'internal', version: article.version })
  await expect.poll(() => titles()).toEqual(['Для всех'])
  await expect.poll(() => titles(other.db)).toEqual(['Для всех'])
  await desk.category('Закрытое')
})

test('a draft makes nobody read anew, and what is read while something changes is not kept', async () => {
  await settled()
  const first = await listNewest(db, stranger, { language: 'ru', limit: 7 })
  expect(await listNewest(db, stranger, { language: 'ru', limit: 7 })).toBe(first)
  const heard: unknown[] = []
  const stop = platform.notices.listen((notice) => heard.push(notice['isDraft'] ?? notice.topic))
  const { id } = await desk.draft({ title: 'Черновик' })
  await settled()
  expect(heard).toContain('knowledge')
  const kept = await listNewest(db, stranger, { language: 'ru', limit: 7 })
  heard.length = 0
  await desk.done('PUT', `/articles/${id}/texts/ru`, {
    title: 'Черновик',
    summary: '',
    html: '<p>Иначе</p>',
    version: 1,
  })
  await settled()
  expect(heard).toEqual([true, 'settled'])
  expect(await listNewest(db, stranger, { language: 'ru', limit: 7 })).toBe(kept)
  stop()
  const during = listNewest(db, stranger, { language: 'ru', limit: 6 })
  await notify(db, { topic: 'knowledge' })
  await during
  await expect
    .poll(async () => (await listNewest(db, stranger, { language: 'ru', limit: 7 })) === kept)
    .toBe(false)
})
