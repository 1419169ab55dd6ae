import { expect, test } from 'vitest'
import { createDeskApp } from '#server/app.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { testPlatform } from '#test/platform.ts'
import { builtInTemplates } from '../frame/engine.ts'
import { pagesOf } from './samples/pages-of.ts'
import { samplePages } from './samples/sample-pages.ts'

const platform = await testPlatform({ PUBLIC_URL: 'https://desk.example' })
const { db } = platform.database
const app = await createDeskApp(platform)
const admin = await signedIn(db, await buildAgent(db, { role: 'administrator', name: 'Ольга' }))

async function ask(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object) {
  const headers = { host: 'desk.example', ...admin }
  const answer = await app.inject({ method, url: `/api/v1${path}`, headers, ...(payload && { payload }) })
  return { status: answer.statusCode, body: answer.json() }
}
const read = async (name: string) => (await ask('GET', `/portal-templates/${name}`)).body
const save = async (name: string, source: string) =>
  ask('PUT', `/portal-templates/${name}`, { source, version: (await read(name)).version })
const page = async (url: string) =>
  (await app.inject({ method: 'GET', url, headers: { host: 'desk.example' } })).body

test('every template of the theme is seen on a page there is an example of', () => {
  const pages = new Set(samplePages('ru').map(({ template }) => template))
  const parts = ['layout', 'path', 'search-box', 'survey-form']
  expect(Object.keys(builtInTemplates).filter((name) => !pages.has(name) && !parts.includes(name))).toEqual(
    [],
  )
  expect(pagesOf('path')).toEqual(['category', 'article'])
  expect(pagesOf('layout').length).toBe(pages.size)
})

test('every template as it came renders with the examples', async () => {
  for (const name of Object.keys(builtInTemplates)) {
    const changed = await save(name, `${builtInTemplates[name]}\n`)
    expect([name, changed.status, changed.body.error?.detail]).toEqual([name, 200, undefined])
    expect((await ask('DELETE', `/portal-templates/${name}?version=${changed.body.version}`)).status).toBe(
      200,
    )
  }
})

test('a change is on the page at once, with who made it; reset, the page is as it came and the words are in the history', async () => {
  const before = await read('home')
  expect(before).toMatchObject({ isChanged: false, version: 0, pages: ['home'] })
  const saved = await save(
    'home',
    before.source.replace('<main id="main">', '<main id="main"><p>Мы открыты</p>'),
  )
  expect(saved.body).toMatchObject({
    isChanged: true,
    isBroken: false,
    isOutdated: false,
    updatedBy: 'Ольга',
  })
  expect(saved.body.builtIn).toBe(before.source)
  await expect.poll(() => page('/help/ru')).toContain('Мы открыты')
  const { items } = (await ask('GET', '/portal-templates')).body
  expect(items[0].name).toBe('layout')
  expect(items.filter((one: { isChanged: boolean }) => one.isChanged)).toHaveLength(1)
  const stale = await ask('PUT', '/portal-templates/home', { source: 'x', version: 0 })
  expect([stale.status, stale.body.error.name]).toEqual([409, 'version_conflict'])
  expect((await ask('DELETE', '/portal-templates/home?version=0')).status).toBe(409)
  const reset = await ask('DELETE', `/portal-templates/home?version=${saved.body.version}`)
  expect(reset.body).toMatchObject({ isChanged: false, version: 0, source: before.source })
  await expect.poll(() => page('/help/ru')).not.toContain('Мы открыты')
  const events = await db
    .selectFrom('event')
    .select('data')
    .where('type', '=', 'portal_template.reset')
    .orderBy('id', 'desc')
    .execute()
  expect(JSON.stringify(events[0]?.data)).toContain('Мы открыты')
})

test.each([
  ['home', 'a\n{{ portal.name', 'unclosed_output', 2, '{{ portal.name'],
  ['home', 'a\n\n{% if x %}b', 'unclosed_tag', 3, '{% if x %}'],
  ['home', '{% iff x %}', 'unknown_tag', 1, 'iff'],
  ['home', 'a\n{{ portal.name | raw }}', 'unknown_filter', 2, 'raw'],
  ['home', "a\n\n\n{% render 'nowhere' %}", 'unknown_template', 4, 'nowhere'],
  ['home', "{% include '../../../package' %}", 'unknown_template', 1, '../../../package'],
  ['home', '{% for a in (1..100000000) %}{{ a }}{% endfor %}', 'too_much', 1, ''],
  ['home', 'x'.repeat(60_001), 'too_long', 1, ''],
  ['layout', '<html><head></head><body></body></html>', 'no_content', 1, '{{ content }}'],
  ['path', 'a\n{{ home | nope }}', 'unknown_filter', 2, 'nope'],
])('a mistake in %s is named with its line: %#', async (name, source, problem, line, word) => {
  const answer = await save(name, source)
  expect([answer.status, answer.body.error.name]).toEqual([400, 'bad_template'])
  expect(answer.body.error.detail).toEqual({ problem, template: name, line, word })
  expect((await read(name)).isChanged).toBe(false)
})

test('a template that no longer renders is told from the others, and the page stands', async () => {
  await db
    .insertInto('portal_template')
    .values({ name: 'home', source: '{{ x | gone }}', updated_at: new Date() })
    .execute()
  expect(await read('home')).toMatchObject({ isBroken: true, isOutdated: true })
  expect((await ask('DELETE', `/portal-templates/home?version=${(await read('home')).version}`)).status).toBe(
    200,
  )
  expect((await ask('GET', '/portal-templates/nowhere')).status).toBe(404)
  expect((await ask('GET', '/portal-templates/constructor')).status).toBe(404)
  expect((await ask('GET', '/portal-templates/..%2Fx')).status).toBe(400)
})

test('a page is seen with what is not saved yet, and where it is seen it can do nothing', async () => {
  const look = {
    names: { ru: 'Новое имя', en: '' },
    accent: '#aa0000',
    accentDark: null,
    greetings: { title: { ru: 'Привет', en: '' }, text: { ru: '', en: '' } },
    footer: [],
  }
  const seen = await ask('POST', '/portal-previews', { page: 'home', language: 'ru', isDark: true, look })
  expect(seen.body.html).toContain('<b>Новое имя</b>')
  expect(seen.body.html).toContain('<h1>Привет</h1>')
  expect(seen.body.html).toContain('color-scheme:dark')
  expect(seen.body.html).toMatch(
    /<head><meta http-equiv="Content-Security-Policy" content="default-src 'none';/,
  )
  const template = { name: 'article', source: '<main id="main">{{ article.title }}</main>' }
  const article = await ask('POST', '/portal-previews', { page: 'article', language: 'en', template })
  expect(article.body.html).toContain('<main id="main">How to return an item</main>')
  const wrong = await ask('POST', '/portal-previews', {
    page: 'article',
    language: 'en',
    template: { name: 'article', source: '{{ a' },
  })
  expect(wrong.body.error).toMatchObject({
    name: 'bad_template',
    detail: { line: 1, problem: 'unclosed_output' },
  })
  expect((await ask('POST', '/portal-previews', { page: 'nowhere', language: 'en' })).status).toBe(404)
  expect(await page('/help/ru')).not.toContain('Новое имя')
})
