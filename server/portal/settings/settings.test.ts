import { expect, test } from 'vitest'
import { createDeskApp } from '#server/app.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { testPlatform } from '#test/platform.ts'
import { contrast, inkOn } from '../frame/ink-on.ts'

const platform = await testPlatform({ PUBLIC_URL: 'https://localhost' })
const { db } = platform.database
const app = await createDeskApp(platform)
const admin = await signedIn(db, await buildAgent(db, { role: 'administrator' }))
const agent = await signedIn(db, await buildAgent(db, { role: 'agent' }))

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
async function ask(method: Method, path: string, payload?: object | Buffer, as: object = admin) {
  const type = Buffer.isBuffer(payload) && { 'content-type': 'application/octet-stream' }
  const answer = await app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { host: 'localhost', ...as, ...type },
    ...(payload && { payload }),
  })
  return { status: answer.statusCode, body: answer.json() }
}
const page = async (url: string, headers: Record<string, string> = {}) =>
  app.inject({ method: 'GET', url, headers: { host: 'localhost', ...headers } })
const version = async () => (await ask('GET', '/portal-settings')).body.version as number
const change = async (body: object) => ask('PATCH', '/portal-settings', { version: await version(), ...body })

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('picture')])

test('what is said of the portal is on its pages at once, in both languages', async () => {
  const saved = await change({
    names: { ru: 'Помощь Лавки', en: '' },
    accent: '#0A6E4F',
    greetings: { title: { ru: 'Здравствуйте!', en: '' }, text: { ru: 'Чем <b>помочь</b>?', en: '' } },
    footer: [{ titles: { ru: 'Магазин', en: '' }, url: 'https://shop.example/' }],
  })
  expect(saved.status).toBe(200)
  expect(saved.body).toMatchObject({ accent: '#0a6e4f', url: 'https://localhost/help/ru', logo: null })
  await expect.poll(async () => (await page('/help/ru')).body).toContain('<h1>Здравствуйте!</h1>')
  const { body } = await page('/help/ru')
  expect(body).toContain('<b>Помощь Лавки</b>')
  expect(body).toContain('Чем &#60;b&#62;помочь&#60;/b&#62;?')
  expect(body).toContain('light-dark(#0a6e4f,#0a6e4f)')
  expect(body).toContain('<a href="https://shop.example/">Магазин</a>')
  const english = (await page('/help/en')).body
  expect(english).toContain('How can we help?')
  expect(english).toContain('<a href="https://shop.example/">Магазин</a>')
  const event = await db
    .selectFrom('event')
    .select('data')
    .where('type', '=', 'portal_settings.updated')
    .execute()
  expect(event).toHaveLength(1)
})

test('what somebody changed meanwhile is not overwritten', async () => {
  const old = await version()
  await change({ languages: ['ru', 'en'] })
  const late = await ask('PATCH', '/portal-settings', { version: old, isOn: false })
  expect([late.status, late.body.error.name]).toEqual([409, 'version_conflict'])
  expect((await ask('POST', `/portal-settings/logo?version=${old}`, png)).status).toBe(409)
})

test.each([
  ['a colour that is none', { accent: 'red' }, 'invalid_input'],
  [
    'a link that runs a program',
    { footer: [{ titles: { ru: 'x', en: 'x' }, url: 'javascript:alert(1)' }] },
    'invalid_input',
  ],
  ['no language', { languages: [] }, 'invalid_input'],
  ['a host with a path', { host: 'help.shop.example/x' }, 'invalid_input'],
  ['a number for a host', { host: '203.0.113.7' }, 'address_refused'],
])('%s is refused', async (_, wrong, failure) => {
  const answer = await change(wrong)
  expect([answer.status, answer.body.error.name]).toEqual([400, failure])
})

test('the desk’s own host cannot be the portal’s, and says so', async () => {
  const desk = await testPlatform({ PUBLIC_URL: 'https://desk.example' })
  const other = await createDeskApp(desk)
  const as = await signedIn(desk.database.db, await buildAgent(desk.database.db, { role: 'administrator' }))
  const answer = await other.inject({
    method: 'PATCH',
    url: '/api/v1/portal-settings',
    headers: { host: 'desk.example', ...as },
    payload: { version: 1, host: 'Desk.example' },
  })
  expect(answer.json().error).toMatchObject({ name: 'address_refused', detail: { problem: 'desk_host' } })
})

test('a host in any letters is kept as browsers send it, and shown as it was written', async () => {
  const saved = await change({ host: 'помощь.рф' })
  expect(saved.body).toMatchObject({ host: 'помощь.рф', url: 'https://xn--l1adbb7cs.xn--p1ai/ru' })
  const { host } = await db.selectFrom('portal_setting').select('host').executeTakeFirstOrThrow()
  expect(host).toBe('xn--l1adbb7cs.xn--p1ai')
  await change({ host: null })
})

test('a host is looked up by its name before the portal moves there', async () => {
  const none = await ask('POST', '/portal-host-checks', { host: 'nowhere.invalid' })
  expect(['no_address', 'unknown']).toContain(none.body.state)
  expect(none.body).toMatchObject({ addresses: [], deskHost: 'localhost', isHttps: true })
  expect((await ask('POST', '/portal-host-checks', { host: 'not a host' })).status).toBe(400)
})

test('a logo is told by its bytes and served as a picture and nothing else', async () => {
  const program = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  const refused = await ask('POST', `/portal-settings/logo?version=${await version()}`, program)
  expect([refused.status, refused.body.error.name]).toEqual([415, 'unsupported_media'])
  const svg = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="alert(1)"><path d="M0 0h9v9z"/></svg>',
  )
  const drawn = await ask('POST', `/portal-settings/logo?version=${await version()}`, svg)
  expect(drawn.body.logo).toMatchObject({ mime: 'image/svg+xml' })
  await expect.poll(async () => (await page(drawn.body.logo.url)).statusCode).toBe(200)
  const drawing = await page(drawn.body.logo.url)
  expect([drawing.statusCode, drawing.headers['content-type']]).toEqual([200, 'image/svg+xml'])
  expect(drawing.headers['content-security-policy']).toBe("default-src 'none'; sandbox")
  expect(drawing.body).toContain('viewBox="0 0 9 9"')
  expect(drawing.body).not.toContain('alert')
  const large = Buffer.concat([png, Buffer.alloc(512 * 1024)])
  expect((await ask('POST', `/portal-settings/logo?version=${await version()}`, large)).status).toBe(413)
  const saved = await ask('POST', `/portal-settings/logo?version=${await version()}`, png)
  expect(saved.body.logo).toMatchObject({ mime: 'image/png' })
  await expect.poll(async () => (await page('/help/ru')).body).toContain(`<img src="${saved.body.logo.url}"`)
  const shown = await page(saved.body.logo.url)
  expect([shown.statusCode, shown.headers['content-type']]).toEqual([200, 'image/png'])
  expect(shown.headers['x-content-type-options']).toBe('nosniff')
  expect(shown.rawPayload.equals(png)).toBe(true)
  const removed = await ask('DELETE', `/portal-settings/logo?version=${await version()}`)
  expect(removed.body.logo).toBeNull()
  await expect.poll(async () => (await page(saved.body.logo.url)).statusCode).toBe(404)
})

test('what stands on a button can be read, whatever its colour', () => {
  for (let red = 0; red < 256; red += 15)
    for (let green = 0; green < 256; green += 15)
      for (let blue = 0; blue < 256; blue += 15) {
        const colour = `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`
        const ratio = contrast(colour, inkOn(colour))
        if (ratio < 4.5) throw new Error(`${colour}: ${ratio}`)
      }
})

test('nobody else reads or changes it', async () => {
  for (const [method, path, body] of [
    ['GET', '/portal-settings'],
    ['PATCH', '/portal-settings', { version: 1 }],
    ['POST', '/portal-settings/logo?version=1', png],
    ['DELETE', '/portal-settings/logo?version=1'],
    ['POST', '/portal-host-checks', { host: 'help.shop.example' }],
    ['GET', '/portal-templates'],
    ['GET', '/portal-templates/home'],
    ['PUT', '/portal-templates/home', { source: '', version: 0 }],
    ['DELETE', '/portal-templates/home?version=0'],
    ['POST', '/portal-previews', { page: 'home', language: 'ru' }],
  ] as const) {
    expect([path, (await ask(method, path, body, {})).status]).toEqual([path, 401])
    expect([path, (await ask(method, path, body, agent)).status]).toEqual([path, 403])
  }
})

test('days are those of the desk’s zone for whoever has named none', async () => {
  const texts = { ru: { title: 'Вход' } }
  const { id: categoryId } = (await ask('POST', '/knowledge/categories', { texts })).body
  const made = await ask('POST', '/articles', { categoryId, language: 'ru', title: 'Который день' })
  await ask('POST', `/articles/${made.body.id}/texts/ru/publish`, { version: 1 })
  const dayIn = async (timeZone: string) => {
    expect((await ask('PATCH', '/desk', { timeZone })).body.timeZone).toBe(timeZone)
    // These two are 26 hours apart: never on one day.
    const day = new Intl.DateTimeFormat('ru', { timeZone, day: 'numeric', month: 'long' })
    const expected = day.format(platform.clock.now())
    await expect
      .poll(async () => (await page('/help/ru/articles/kotoryi-den')).body)
      .toMatch(new RegExp(`Обновлено[^<]*${expected}`))
  }
  await dayIn('Pacific/Kiritimati')
  await dayIn('Etc/GMT+12')
  const wrong = await ask('PATCH', '/desk', { timeZone: 'Mars/Olympus' })
  expect([wrong.status, wrong.body.error.name]).toEqual([400, 'invalid_input'])
  expect((await ask('PATCH', '/desk', { timeZone: null })).body.timeZone).toBeNull()
})
