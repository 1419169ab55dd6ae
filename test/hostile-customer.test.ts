import { expect, test } from 'vitest'
import { contractRoutes } from '#server/api-document.ts'
import { createDeskApp } from '#server/app.ts'
import { hashToken } from '#server/identity/index.ts'
import { pages } from '#server/portal/pages.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { testPlatform } from '#test/platform.ts'
import { portalBrowser, signInByLetter } from '#test/portal-browser.ts'

/**
 * Somebody who wants to read what is another customer's, or what is nobody's but the desk's: by addresses, by numbers,
 * by tokens of their own, and by searching. One word stands in everything they must not find.
 */
const word = 'Тайнозавр'
const platform = await testPlatform({ PUBLIC_URL: 'https://desk.example' })
const { db } = platform.database
const app = await createDeskApp(platform)
const boss = await signedIn(db, await buildAgent(db, { role: 'administrator', name: 'Ольга' }))

interface Asked {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  body?: object
  headers?: Record<string, string>
}

/** From another place each time: whoever is slowed down has not been answered. */
let places = 0

async function ask({ method, path, body, headers = {} }: Asked) {
  const answer = await app.inject({
    method,
    url: `/api/v1${path}`,
    remoteAddress: `10.${places >> 8}.${places++ & 255}.1`,
    headers: { host: 'desk.example', ...headers },
    ...(body && { payload: body }),
  })
  return { status: answer.statusCode, text: answer.body }
}
async function made<T>(path: string, body: object): Promise<T> {
  const answer = await ask({ method: 'POST', path, body, headers: boss })
  if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`)
  return JSON.parse(answer.text) as T
}

// The victim: a request with a file, a note on it, a talk in the chat, a score, and articles that are not for everybody.
const victim = portalBrowser(app, { from: '198.51.100.1' })
await signInByLetter(victim, platform, 'victim@shop.example')
const formKey = /name="key" value="([^"]+)"/.exec((await victim.get('/requests/new')).html)?.[1] ?? ''
const request = new FormData()
for (const [name, value] of [
  ['key', formKey],
  ['subject', `${word} в теме`],
  ['text', `${word} в письме`],
] as const)
  request.set(name, value)
request.append('files', new File([`${word} в файле`], `${word}.txt`, { type: 'text/plain' }))
const { location } = await victim.send('/requests/new', request)
const ticketId = Number(location.split('/').at(-1))
await made(`/tickets/${ticketId}/notes`, { text: `${word} в заметке` })

const chat = await made<{ key: string }>('/chats', { name: 'Чат' })
const arrive = async () => {
  const { text } = await ask({
    method: 'POST',
    path: `/chat/${chat.key}/visitors`,
    body: { language: 'ru' },
  })
  return (JSON.parse(text) as { token: string }).token
}
const [theirs, own] = [await arrive(), await arrive()]
const say = (token: string, text: string) =>
  ask({
    method: 'POST',
    path: '/chat/lines',
    body: { clientKey: `key-${text.length}-${token.slice(0, 8)}`, text },
    headers: { 'x-visitor': token },
  })
await say(theirs, `${word} в чате`)
await say(own, 'Моё')

const surveyToken = 'victims-own-token-of-a-survey-0001'
const now = platform.clock.now()
const { customer_id } = await db
  .selectFrom('ticket')
  .select('customer_id')
  .where('id', '=', ticketId)
  .executeTakeFirstOrThrow()
await db
  .insertInto('survey')
  .values({
    ticket_id: ticketId,
    customer_id,
    solved_at: now,
    scale: 5,
    token_hash: hashToken(surveyToken),
    sealed_token: null,
    asked_at: now,
    expires_at: new Date(now.getTime() + 86_400_000),
    score: 2,
    is_good: false,
    comment: `${word} в оценке`,
    rated_at: now,
  })
  .execute()

const { id: categoryId } = await made<{ id: number }>('/knowledge/categories', {
  texts: { ru: { title: 'Статьи' } },
})
const slugs: string[] = []
for (const [visibility, isPublished] of [
  ['internal', true],
  ['public', false],
] as const) {
  const title = `${word} ${visibility}`
  const html = `<p>${word} в статье</p>`
  const article = await made<{ id: number }>('/articles', {
    categoryId,
    language: 'ru',
    title,
    html,
    visibility,
  })
  if (isPublished) await made(`/articles/${article.id}/texts/ru/publish`, { version: 1 })
  const rows = await db
    .selectFrom('article_address')
    .select('slug')
    .where('article_id', '=', article.id)
    .execute()
  slugs.push(...rows.map((row) => row.slug), String(article.id))
}

const evil = portalBrowser(app, { from: '198.51.100.2' })
await signInByLetter(evil, platform, 'evil@shop.example')
const stranger = portalBrowser(app, { from: '198.51.100.3' })

/** Everything in this desk has a smaller number. */
const numbers = Array.from({ length: 40 }, (_, at) => String(at + 1))
/** What may be put into an address, by the name it has there. */
function values(name: string): string[] {
  if (name === 'slug') return slugs
  if (name === 'key') return [chat.key, 'aaaaaaaaaaaaaaaaaaaa']
  if (name === 'token')
    return [...numbers.slice(0, 5), surveyToken.slice(0, -1), `${surveyToken}x`, 'x'.repeat(40)]
  return numbers
}
/** Every address a pattern stands for; of two numbers the first is the ticket's. */
function addresses(pattern: string): string[] {
  const names = [...pattern.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '')
  return names.reduce<string[]>(
    (paths, name, at) =>
      paths.flatMap((path) =>
        (at === 0 && names.length > 1 ? [String(ticketId)] : values(name)).map((value) =>
          path.replace(`:${name}`, value),
        ),
      ),
    [pattern],
  )
}

test('the victim finds everything of theirs: the word is where it should be', async () => {
  const page = await victim.get(`/requests/${ticketId}`)
  expect(page.html).toContain(`${word} в письме`)
  expect(page.html).not.toContain('в заметке')
  const file = /\/help\/ru(\/requests\/\d+\/files\/\d+)"/.exec(page.html)?.[1] ?? ''
  expect((await victim.get(file)).html).toContain(word)
  const talk = await ask({ method: 'GET', path: '/chat/state', headers: { 'x-visitor': theirs } })
  expect(talk.text).toContain(`${word} в чате`)
  expect((await victim.get(`/rate/${surveyToken}`)).html).toContain(`${word} в оценке`)
})

test('no page of the portal says it to anybody else, whatever stands in its address', async () => {
  const found: string[] = []
  for (const browser of [evil, stranger])
    for (const page of pages.filter((each) => each.method === 'GET'))
      for (const path of addresses(page.path)) {
        const answer = await browser.get(path)
        if (answer.html.includes(word) || answer.status >= 500) found.push(`${path} ${answer.status}`)
      }
  expect(found).toEqual([])
})

test('nothing that is open to everybody says it, to a visitor with a token of their own either', async () => {
  const found: string[] = []
  const open = contractRoutes().filter((route) => route.access === 'public' && route.method === 'GET')
  expect(open.length).toBeGreaterThan(5)
  for (const route of open)
    for (const path of addresses(route.path))
      for (const token of [own, 'x'.repeat(43), '']) {
        const headers: Record<string, string> = token === '' ? {} : { 'x-visitor': token }
        const answer = await ask({
          method: 'GET',
          path: `${path}?language=ru&query=${encodeURIComponent(word)}`,
          headers,
        })
        const isBad = answer.text.includes(word) || answer.status >= 500 || answer.status === 429
        if (isBad) found.push(`${path} ${answer.status}`)
      }
  expect(found).toEqual([])
})

test('no search finds it, by the word, a part of it, or a slip of the finger', async () => {
  for (const query of [word, 'тайнозавра', 'Тайнозвар', 'Тайно', `"${word}"`, '%', '*', `HD-${ticketId}`]) {
    const asked = encodeURIComponent(query)
    const hits = await ask({ method: 'GET', path: `/help/articles?language=ru&query=${asked}&isTyping=true` })
    expect([query, (JSON.parse(hits.text) as { items: unknown[] }).items]).toEqual([query, []])
    for (const browser of [evil, stranger])
      for (const path of [`/search?q=${asked}`, `/requests?q=${asked}`]) {
        const { html } = await browser.get(path)
        // What they typed themselves stands in the field.
        expect([path, /в (?:теме|письме|файле|заметке|чате|оценке|статье)/.test(html)]).toEqual([path, false])
      }
  }
  for (const path of ['/feed.xml', '/']) expect((await stranger.get(path)).html).not.toContain(word)
  const map = await app.inject({ url: '/help/sitemap.xml', headers: { host: 'desk.example' } })
  for (const slug of slugs.filter((each) => /\D/.test(each))) expect(map.body).not.toContain(slug)
})

test('nobody else answers, closes, rates, or talks in their place', async () => {
  const state = async () => {
    const [ticket, survey, posts] = await Promise.all([
      db
        .selectFrom('ticket')
        .select(['status_id', 'post_count', 'version'])
        .where('id', '=', ticketId)
        .execute(),
      db.selectFrom('survey').select(['score', 'comment']).where('ticket_id', '=', ticketId).execute(),
      db.selectFrom('customer_message').select('id').where('ticket_id', '=', ticketId).execute(),
    ])
    return { ticket, survey, posts }
  }
  const before = await state()
  for (const browser of [evil, stranger])
    for (const page of pages.filter((each) => each.method === 'POST' && /requests|rate/.test(each.path)))
      for (const path of addresses(page.path.replace(':id', String(ticketId)))) {
        const { status } = await browser.post(path, {
          text: 'Впустите',
          score: '5',
          comment: 'x',
          key: formKey,
        })
        expect([path, status < 500]).toEqual([path, true])
      }
  await say(own, 'Ещё моё')
  expect(await state()).toEqual(before)
})
