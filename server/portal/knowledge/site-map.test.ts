import { gunzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { createDeskApp } from '#server/app.ts'
import { createArticle, createKnowledgeCategory, publishText } from '#server/knowledge/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { testPlatform } from '#test/platform.ts'
import { createLinks } from '../frame/links.ts'
import { siteMap } from './site-map.ts'

const platform = await testPlatform({ PUBLIC_URL: 'https://desk.example' })
const { db } = platform.database
const app = await createDeskApp(platform)
const get = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ method: 'GET', url, headers: { host: 'desk.example', ...headers } })

beforeAll(async () => {
  const now = platform.clock.now()
  const texts = { ru: { title: 'Заказы', description: '' } }
  await inTransaction(db, async (tx) => {
    const place = { parentId: null, visibility: 'public', texts } as const
    const { id: categoryId } = await createKnowledgeCategory(tx, null, place, now)
    for (let n = 1; n <= 53; n++) {
      const visibility = n === 53 ? 'customers' : 'public'
      const words = { title: `Вопрос ${n}`, summary: '', html: '<p>Ответ</p>', tags: [] }
      const given = { categoryId, language: 'ru', visibility, ...words } as const
      const articleId = await createArticle(tx, null, given, now)
      await publishText(tx, null, { articleId, language: 'ru' }, { version: 1 }, now)
    }
  })
})

test('the map names every public page once, small where that is understood, and not again when it is known', async () => {
  const map = await get('/help/sitemap.xml')
  expect(map.body.match(/<loc>/g)).toHaveLength(2 + 1 + 52)
  expect(map.body).not.toContain('vopros-53')
  const zipped = await get('/help/sitemap.xml', { 'accept-encoding': 'br, gzip' })
  expect(zipped.headers['content-encoding']).toBe('gzip')
  expect(gunzipSync(zipped.rawPayload).toString()).toBe(map.body)
  const again = await get('/help/sitemap.xml', { 'if-none-match': String(map.headers['etag']) })
  expect([again.statusCode, again.body]).toEqual([304, ''])
  expect((await get('/help/sitemap-1.xml')).statusCode).toBe(404)
})

test('a map of more pages than one file may name is an index of its parts', async () => {
  const links = createLinks({ isOwnHost: false, origin: 'https://desk.example', language: 'ru' })
  const { index, parts } = await siteMap(db, ['ru', 'en'], links, 20)
  const text = gunzipSync(index.zipped).toString()
  expect(text).toContain('<sitemap><loc>https://desk.example/help/sitemap-3.xml</loc></sitemap>')
  const counts = parts.map(({ zipped }) => gunzipSync(zipped).toString().match(/<url>/g)?.length)
  expect(counts).toEqual([20, 20, 15])
})

test('a long category comes in parts that name each other, and there is none beyond the last', async () => {
  const first = await get('/help/ru/categories/zakazy')
  expect(first.body).toContain('<link rel="canonical" href="https://desk.example/help/ru/categories/zakazy">')
  expect(first.body).toContain(
    '<link rel="next" href="https://desk.example/help/ru/categories/zakazy?page=2">',
  )
  expect(first.body).not.toContain('rel="prev"')
  const second = await get('/help/ru/categories/zakazy?page=2')
  expect(second.body).toContain(
    '<link rel="canonical" href="https://desk.example/help/ru/categories/zakazy?page=2">',
  )
  expect(second.body).toContain('<a rel="prev" href="/help/ru/categories/zakazy">')
  expect(second.body).not.toContain('rel="next"')
  expect(second.body.match(/Вопрос \d+</g)).toEqual(['Вопрос 51<', 'Вопрос 52<'])
  // A part has no twin in another language.
  expect(second.body).not.toContain('<link rel="alternate" hreflang')
  for (const page of ['3', '999999'])
    expect((await get(`/help/ru/categories/zakazy?page=${page}`)).statusCode).toBe(404)
  for (const page of ['1', '0', '-1', 'x', '2.5'])
    expect((await get(`/help/ru/categories/zakazy?page=${page}`)).body).toContain('Вопрос 1<')
})
