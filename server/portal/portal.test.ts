import { expect, test } from 'vitest'
import { createDeskApp } from '#server/app.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { testPlatform } from '#test/platform.ts'

const platform = await testPlatform({ PUBLIC_URL: 'https://desk.example' })
const { db } = platform.database
const app = await createDeskApp(platform)
const get = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ method: 'GET', url, headers: { host: 'desk.example', ...headers } })

test('the front page speaks the language of its address, and the address without one leads to the visitor’s', async () => {
  const russian = await get('/help/ru')
  expect(russian.statusCode).toBe(200)
  expect(russian.body).toContain('<html lang="ru">')
  expect(russian.body).toContain('Чем помочь?')
  expect(russian.body).toContain('hreflang="en" href="https://desk.example/help/en"')
  expect((await get('/help/en')).body).toContain('How can we help?')
  const sent = await get('/help', { 'accept-language': 'de, en;q=0.8, ru;q=0.9' })
  expect([sent.statusCode, sent.headers['location']]).toEqual([302, '/help/ru'])
  const chosen = await get('/help', { 'accept-language': 'ru', cookie: 'otklik_language=en' })
  expect(chosen.headers['location']).toBe('/help/en')
})

test('what is not there is said on a page of the portal, with a way on', async () => {
  const missing = await get('/help/en/nowhere/at-all')
  expect(missing.statusCode).toBe(404)
  expect(missing.headers['content-type']).toContain('text/html')
  expect(missing.body).toContain('There is no such page')
  expect(missing.body).toContain('href="/help/en"')
  expect((await get('/help/articles/x')).headers['location']).toMatch(/^\/help\/(ru|en)\/articles\/x$/)
})

test('a page that has not changed is not sent again', async () => {
  const first = await get('/help/ru')
  const again = await get('/help/ru', { 'if-none-match': String(first.headers['etag']) })
  expect([again.statusCode, again.body]).toEqual([304, ''])
})

test('on its own host the portal is at the root, and nothing else of the desk is there', async () => {
  const changed = new Promise<void>((resolve) => {
    const stop = platform.notices.listen(({ topic }) => {
      if (topic !== 'portal') return
      stop()
      resolve()
    })
  })
  await inTransaction(db, async (tx) => {
    await tx.updateTable('portal_setting').set({ host: 'help.shop.example' }).execute()
    await notify(tx, { topic: 'portal' })
  })
  await changed
  const host = { host: 'help.shop.example' }
  await expect.poll(async () => (await get('/ru', host)).body).toContain('hreflang')
  const page = await get('/ru', host)
  expect(page.body).toContain('hreflang="en" href="https://help.shop.example/en"')
  expect(page.body).not.toContain('/help/')
  expect((await get('/', host)).headers['location']).toMatch(/^\/(ru|en)$/)
  expect((await get('/api/v1/session', host)).statusCode).toBe(404)
  expect((await get('/tickets', host)).body).not.toContain('<div id="root"')
  expect((await get('/api/v1/session')).statusCode).toBe(401)
})

test('a portal that is switched off is not there', async () => {
  await db.updateTable('portal_setting').set({ host: null, is_on: false }).execute()
  await notify(db, { topic: 'portal' })
  await expect.poll(async () => (await get('/help/ru')).statusCode).toBe(404)
})
