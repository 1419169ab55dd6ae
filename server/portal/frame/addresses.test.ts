import { afterAll, expect, test } from 'vitest'
import { createDeskApp } from '#server/app.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { openPortalBook, portalAddress, portalAlerts } from '#server/portal/index.ts'
import { testPlatform } from '#test/platform.ts'

const platform = await testPlatform({ PUBLIC_URL: 'https://desk.example' })
const { db } = platform.database
const app = await createDeskApp(platform)
afterAll(() => app.close())
const get = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ method: 'GET', url, headers: { host: 'desk.example', ...headers } })

async function keep(name: string, source: string): Promise<void> {
  await db.insertInto('portal_template').values({ name, source, updated_at: new Date() }).execute()
  await notify(db, { topic: 'portal' })
}

test('a language that was chosen once is remembered, whatever the browser asks for', async () => {
  const page = await get('/help/ru')
  expect(page.body).toContain('<a href="/help/en?chosen" rel="nofollow" lang="en" hreflang="en">English</a>')
  const chosen = await get('/help/en?chosen&q=1')
  expect([chosen.statusCode, chosen.headers['location']]).toEqual([302, '/help/en?q=1'])
  expect(chosen.headers['cache-control']).toBe('no-store')
  const [cookie] = chosen.cookies
  expect(cookie).toMatchObject({
    name: 'otklik_language',
    value: 'en',
    path: '/',
    httpOnly: true,
    secure: true,
  })
  const later = await get('/help/articles/x', {
    cookie: 'otklik_language=en',
    'accept-language': 'ru',
  })
  expect(later.headers).toMatchObject({
    location: '/help/en/articles/x',
    vary: expect.stringContaining('Cookie'),
    'cache-control': 'private, no-cache',
  })
  expect((await get('/help', { 'accept-language': 'en' })).headers['location']).toBe('/help/en')
  // Reading a page is no choice.
  expect((await get('/help/en')).cookies).toEqual([])
})

test('a page says to machines what it is, in which languages, and where its feed lies', async () => {
  const { body } = await get('/help/ru')
  for (const said of [
    '<link rel="canonical" href="https://desk.example/help/ru">',
    '<link rel="alternate" hreflang="x-default" href="https://desk.example/help/ru">',
    'type="application/rss+xml" title="Otklik" href="https://desk.example/help/ru/feed.xml"',
    '<meta property="og:type" content="website">',
    '<meta property="og:title" content="Otklik">',
    '<meta property="og:description"',
    '<meta property="og:locale" content="ru_RU">',
    '<meta property="og:locale:alternate" content="en_GB">',
  ])
    expect(body).toContain(said)
  const robots = (await get('/robots.txt')).body
  expect(robots).toContain('Allow: /widget/')
  expect(robots).toContain('Sitemap: https://desk.example/help/sitemap.xml')
})

test('broken templates give way to those the theme came with, and an administrator hears of it', async () => {
  await keep('layout', '{% if %}')
  await expect
    .poll(async () => (await portalAlerts(db)).map(({ name, detail }) => [name, detail['name']]))
    .toEqual([['portal_template_broken', 'layout']])
  const home = await get('/help/ru')
  expect([home.statusCode, home.body.includes('Чем помочь?')]).toEqual([200, true])
  const missing = await get('/help/ru/nowhere')
  expect([missing.statusCode, missing.body.includes('<html lang="ru">')]).toEqual([404, true])
  await keep('home', '{{ page | nothing_of_the_kind }}')
  await keep('error', '{% for one in (1..100000000) %}x{% endfor %}')
  await keep('search-box', 'MINE')
  await expect.poll(async () => (await get('/help/en/search')).body).toContain('MINE')
  expect((await get('/help/en')).body).toContain('How can we help?')
  expect((await get('/help/en/nowhere')).body).toContain('There is no such page')
  await db.deleteFrom('portal_template').execute()
  await notify(db, { topic: 'portal' })
  await expect.poll(async () => (await get('/help/en/search')).body).not.toContain('MINE')
})

test('with an own host the desk’s address leads there, and everything names that host', async () => {
  await db.updateTable('portal_setting').set({ host: 'help.shop.example' }).execute()
  await notify(db, { topic: 'portal' })
  await expect.poll(async () => (await get('/help/ru')).statusCode).toBe(301)
  expect((await get('/help/ru/articles/x?page=2')).headers['location']).toBe(
    'https://help.shop.example/ru/articles/x?page=2',
  )
  expect((await get('/help')).headers['location']).toBe('https://help.shop.example/')
  expect((await get('/help?x=1')).headers['location']).toBe('https://help.shop.example/?x=1')
  const sent = await app.inject({
    method: 'POST',
    url: '/help/ru/sign-in',
    headers: { host: 'desk.example', origin: 'https://desk.example' },
  })
  expect(sent.statusCode).toBe(308)
  expect((await get('/robots.txt')).body).toContain('Sitemap: https://help.shop.example/sitemap.xml')
  const own = { host: 'help.shop.example' }
  const { body } = await get('/ru', own)
  expect(body).toContain('<link rel="canonical" href="https://help.shop.example/ru">')
  expect(body).toContain('hreflang="x-default" href="https://help.shop.example/ru"')
  expect(body).toContain('href="https://help.shop.example/ru/feed.xml"')
  expect((await get('/sitemap.xml', own)).body).toContain('<loc>https://help.shop.example/ru</loc>')
  expect((await get('/ru/feed.xml', own)).body).toContain('<link>https://help.shop.example/ru</link>')
  const book = openPortalBook(platform)
  await book.read()
  expect(portalAddress(book, own.host, '/favicon.svg')).toBe('/favicon.svg')
  book.stop()
  expect((await get('/robots.txt', own)).body).toContain('Allow: /\nSitemap: https://help.shop.example/')
  expect((await get('/en?chosen', own)).headers['location']).toBe('/en')
})
