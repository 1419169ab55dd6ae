import { beforeAll, expect, test } from 'vitest'
import { createDeskApp } from '#server/app.ts'
import { createArticle, createKnowledgeCategory, publishText } from '#server/knowledge/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { actorOfAgent } from '#server/identity/index.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { testPlatform } from '#test/platform.ts'

const platform = await testPlatform({ PUBLIC_URL: 'https://desk.example' })
const { db } = platform.database
const app = await createDeskApp(platform)
const get = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ method: 'GET', url, headers: { host: 'desk.example', ...headers } })

async function published(
  categoryId: number,
  title: string,
  html: string,
  visibility: 'public' | 'customers' | 'internal' = 'public',
): Promise<{ id: number; slug: string }> {
  const agent = await buildAgent(db, { name: 'Анна', role: 'administrator' })
  return inTransaction(db, async (tx) => {
    const actor = await actorOfAgent(tx, agent.id)
    if (!actor) throw new Error('no such agent')
    const now = platform.clock.now()
    const given = { categoryId, language: 'ru', title, summary: '', html, visibility, tags: [] } as const
    const id = await createArticle(tx, actor, { ...given, tags: [] }, now)
    await publishText(tx, actor, { articleId: id, language: 'ru' }, { version: 1 }, now)
    const { slug } = await tx
      .selectFrom('article_address')
      .select('slug')
      .where('article_id', '=', id)
      .executeTakeFirstOrThrow()
    return { id, slug }
  })
}

let letters: { id: number; slug: string }
let inner: { id: number; slug: string }
beforeAll(async () => {
  const now = platform.clock.now()
  const category = await inTransaction(db, (tx) =>
    createKnowledgeCategory(
      tx,
      null,
      {
        parentId: null,
        visibility: 'public',
        texts: {
          ru: { title: 'Вход и пароли', description: '' },
          en: { title: 'Signing in', description: '' },
        },
      },
      now,
    ),
  )
  letters = await published(
    category.id,
    'Не приходит письмо',
    '<h2>Спам</h2><p>Проверьте «Спам» & фильтры.</p><figure data-video="https://youtu.be/dQw4w9WgXcQ"></figure><script>hit()</script>',
  )
  inner = await published(category.id, 'Для своих: пароли стенда', '<p>Секрет</p>', 'internal')
})

test('the front page leads to categories, those to articles, and they say where they stand', async () => {
  const home = await get('/help/ru')
  expect(home.body).toContain('Вход и пароли')
  expect(home.body).toContain('1 статья')
  const category = await get('/help/ru/categories/vkhod-i-paroli')
  expect(category.body).toContain(`href="/help/ru/articles/${letters.slug}"`)
  expect(category.body).not.toContain('Для своих')
  const article = await get(`/help/ru/articles/${letters.slug}`)
  expect(article.statusCode).toBe(200)
  expect(article.body).toContain('<h2 id="spam">Спам</h2>')
  expect(article.body).toContain('href="/help/ru/categories/vkhod-i-paroli"')
  expect(article.body).toContain('"@type":"BreadcrumbList"')
  expect(article.body).not.toContain('hit()')
  // It is not there in English, and does not say it is.
  expect(article.body).not.toContain('hreflang="en"')
  expect(article.headers['content-security-policy']).toContain('https://www.youtube-nocookie.com')
  expect(home.headers['content-security-policy']).not.toContain('youtube')
})

test('what is for the desk alone is nowhere: by address, search, map or feed', async () => {
  expect((await get(`/help/ru/articles/${inner.slug}`)).statusCode).toBe(404)
  expect((await get(`/help/ru/articles/${inner.slug}`)).body).not.toContain('Секрет')
  expect((await get('/help/ru/search?q=пароли стенда')).body).not.toContain('Для своих')
  const map = await get('/help/sitemap.xml')
  expect(map.body).toContain(`https://desk.example/help/ru/articles/${letters.slug}`)
  expect(map.body).not.toContain(inner.slug)
  const feed = await get('/help/ru/feed.xml')
  expect(feed.body).toContain('Не приходит письмо')
  expect(feed.body).not.toContain('Для своих')
  expect((await get('/robots.txt')).body).toContain('Sitemap: https://desk.example/help/sitemap.xml')
})

test('a search without a script finds what was typed wrongly, and repeats nothing that acts', async () => {
  const found = await get(`/help/ru/search?q=${encodeURIComponent('не приходит писмо')}`)
  expect(found.body).toContain('<mark>письмо</mark>')
  const hostile = await get(`/help/ru/search?q=${encodeURIComponent('"><script>hit()</script>')}`)
  expect(hostile.statusCode).toBe(200)
  expect(hostile.body).not.toContain('<script>hit')
  expect((await get('/help/ru/search')).statusCode).toBe(200)
  expect((await get('/help/ru/search?q=a&q=b')).statusCode).toBe(200)
})

test('whether it helped is said with a form, once a reader, and a comment is taken', async () => {
  const say = (body: string) =>
    app.inject({
      method: 'POST',
      url: `/help/ru/articles/${letters.slug}/feedback`,
      headers: {
        host: 'desk.example',
        origin: 'https://desk.example',
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: body,
    })
  const said = await say('helped=no')
  expect([said.statusCode, said.headers['location']]).toEqual([
    303,
    `/help/ru/articles/${letters.slug}?said=no#feedback`,
  ])
  expect((await get(`/help/ru/articles/${letters.slug}?said=no`)).body).toContain('Чего не хватило?')
  await say('helped=no&comment=%D0%9D%D0%B5%D1%82+%D1%81%D0%BA%D1%80%D0%B8%D0%BD%D0%BE%D0%B2')
  const rows = await db.selectFrom('article_feedback').select(['has_helped', 'comment']).execute()
  expect(rows).toEqual([{ has_helped: false, comment: 'Нет скринов' }])
  const away = await app.inject({
    method: 'POST',
    url: `/help/ru/articles/${letters.slug}/feedback`,
    headers: { host: 'desk.example', origin: 'https://evil.example' },
    payload: '',
  })
  expect(away.statusCode).toBe(403)
})
