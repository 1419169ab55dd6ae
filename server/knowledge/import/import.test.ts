import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { KnowledgeImport } from '#contract/knowledge-import.ts'
import type { Article, KnowledgeCategory } from '#contract/knowledge.ts'
import { archiveOf, dot, handbook } from '#test/knowledge-archive.ts'
import { knowledgeDesk } from '#test/knowledge-desk.ts'
import { runImport } from './run-import.ts'

const desk = await knowledgeDesk()
const { ask, as, done, db, platform, work, published, category, clock } = desk

async function upload(name: string, bytes: Buffer, who = as.lead): Promise<KnowledgeImport> {
  const answer = await ask({
    method: 'POST',
    path: `/knowledge/imports?name=${encodeURIComponent(name)}`,
    body: bytes,
    headers: { 'content-type': 'application/octet-stream' },
    as: who,
  })
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return answer.body
}
const usual = { language: 'ru', categoryId: null, existing: 'update', publishes: true }
const start = (id: number, more: object = {}, who = as.lead) =>
  ask({ method: 'POST', path: `/knowledge/imports/${id}/start`, body: { ...usual, ...more }, as: who })
const plan = (id: number, more = '', who = as.lead) =>
  done('GET', `/knowledge/imports/${id}/plan?language=ru${more}`, undefined, who)
async function imported(name: string, files: Record<string, string | Uint8Array>, more: object = {}) {
  const { id } = await upload(name, archiveOf(files))
  expect((await start(id, more)).status).toBe(200)
  await work()
  return done('GET', `/knowledge/imports/${id}`) as Promise<KnowledgeImport>
}
const rows = async () => {
  const { rows: found } = await sql<Record<string, number>>`select
    (select count(*)::int from article) as articles, (select count(*)::int from article_text) as texts,
    (select count(*)::int from article_version) as versions, (select count(*)::int from article_file) as files,
    (select count(*)::int from knowledge_category) as categories,
    (select count(*)::int from article_address) as addresses`.execute(db)
  return found[0]
}
async function articleOf(importId: number, source: string, more = ''): Promise<Article> {
  const { articles } = await plan(importId, more)
  const found = articles.find((one: { source: string }) => one.source === source)
  return done('GET', `/articles/${found.articleId}`)
}
const textOf = (article: Article, language: 'ru' | 'en') => {
  const text = article.texts.find((one) => one.language === language)
  if (!text) throw new Error(`no ${language}`)
  return text
}

describe('a handbook', () => {
  test('is tried before it is imported: what becomes of what, and nothing is written', async () => {
    const before = await rows()
    const { id, state } = await upload('Книга.zip', archiveOf(handbook))
    expect(state).toBe('tried')
    const planned = await plan(id)
    expect(planned.categories).toEqual([
      { source: 'first-steps/', title: expect.any(String), fate: 'new' },
      { source: 'faq/', title: 'Faq', fate: 'new' },
    ])
    expect(planned.articles[0]).toMatchObject({
      source: 'first-steps/install',
      category: 'first-steps/',
      fate: 'new',
      articleId: null,
      texts: [
        { language: 'en', title: 'Installing', isThere: false },
        { language: 'ru', title: 'Установка', isThere: false },
      ],
    })
    expect([planned.pictures, planned.attachments]).toEqual([1, 1])
    expect(planned.problems.map((one: { problem: string }) => one.problem)).toEqual([
      'front_matter',
      'link_missing',
      'picture_remote',
      'unused',
    ])
    expect(await rows()).toEqual(before)
  })

  test('becomes categories and articles in both languages, with pictures, files and links that work', async () => {
    const result = await imported('Книга.zip', handbook)
    expect(result).toMatchObject({
      state: 'done',
      share: 1,
      categoriesMade: 2,
      articlesMade: 3,
      articlesFailed: 0,
    })
    const article = await articleOf(result.id, 'first-steps/install')
    expect(article.tags).toEqual(['установка', 'старт'])
    const [picture, notes] = [false, true].map((isAttachment) =>
      article.files.find((file) => file.isAttachment === isAttachment),
    )
    expect([picture?.mime, notes?.name, article.files.length]).toEqual(['image/png', 'notes.pdf', 2])
    const { html, summary, publishedAt, slug } = textOf(article, 'ru')
    expect([summary, slug, publishedAt]).toEqual(['Как поставить', 'ustanovka', expect.any(String)])
    expect(html).toContain('<a href="/help/ru/articles/vkhod#sbros-parolia">о входе</a>')
    expect(html).toContain('Скачайте памятку и')
    expect(html).toContain('<aside data-kind="warning" role="note"><p>Сначала <strong>копия</strong>.</p>')
    expect(html).toContain(`<img src="file:${picture?.id}" alt="Окно"`)
    expect(html).toContain('<figure data-video="https://www.youtube.com/watch?v=dQw4w9WgXcQ">')
    expect(textOf(article, 'en').html).toContain(
      '<a href="/help/ru/articles/vkhod">signing in</a> and nothing.',
    )
    const paying = textOf(await articleOf(result.id, 'faq/payment'), 'en')
    expect([paying.title, paying.html]).toEqual(['Paying by card', '<p>Yes</p>'])
    const { items } = (await done('GET', '/knowledge/categories')) as { items: KnowledgeCategory[] }
    expect(items.find((one) => one.texts.ru?.title === 'Первые шаги')?.texts).toMatchObject({
      ru: { description: 'С чего начать работу.' },
      en: { title: 'First steps', description: 'Where to begin.' },
    })
    expect((await desk.find('установка')).items.map((one) => one.title)).toContain('Установка')
  })

  test('imported again doubles nothing and writes nothing anew', async () => {
    const before = await rows()
    const again = await imported('Книга.zip', handbook)
    expect(again).toMatchObject({
      articlesMade: 0,
      articlesUpdated: 0,
      articlesUnchanged: 3,
      categoriesMade: 0,
    })
    expect(await rows()).toEqual(before)
  })

  test('changed in one file, only that is a new draft; its address stays', async () => {
    clock.forward(3_600)
    const changed = { ...handbook, 'ru/first-steps/login.md': '# Вход на сайт\n\nИначе.\n' }
    const result = await imported('Книга.zip', changed, { publishes: false })
    expect(result).toMatchObject({ articlesMade: 0, articlesUpdated: 1, articlesUnchanged: 2 })
    const text = textOf(await articleOf(result.id, 'first-steps/login'), 'ru')
    expect(text).toMatchObject({ title: 'Вход на сайт', slug: 'vkhod', isChanged: true, oldSlugs: [] })
    expect(text.publishedAt).not.toBeNull()
    const skipped = await imported('Книга.zip', handbook, { existing: 'skip' })
    expect(skipped).toMatchObject({ articlesMade: 0, articlesSkipped: 3 })
    expect(textOf(await articleOf(result.id, 'first-steps/login'), 'ru').html).toContain('Иначе')
  })

  test('tells its readers once', async () => {
    const heard: unknown[] = []
    const stop = platform.notices.listen((notice) => {
      if (notice.topic === 'knowledge') heard.push(notice)
    })
    const settled = new Promise<void>((resolve) => {
      const end = platform.notices.listen((notice) => {
        if (notice.topic !== 'settled') return
        end()
        resolve()
      })
    })
    await imported('once.zip', { 'Раз/a.md': '# Раз один\n\nда', 'Раз/b.md': '# Раз два\n\nда' })
    await sql`select pg_notify('otklik', '{"topic":"settled"}')`.execute(db)
    await settled
    stop()
    expect(heard).toHaveLength(1)
  })
})

describe('what is there already', () => {
  test('is known by its address in the same language, and gets the other language', async () => {
    const there = await published({ title: 'Возврат денег', html: '<p>Было</p>' })
    const files = {
      'returns/money.ru.md': '# Возврат денег\n\nСтало',
      'returns/money.en.md': '# Refunds\n\nNow',
    }
    const { id } = await upload('r.zip', archiveOf(files))
    expect((await plan(id)).articles[0]).toMatchObject({ fate: 'existing', articleId: there.id })
    await start(id, { existing: 'skip' })
    await work()
    const after = await done('GET', `/articles/${there.id}`)
    expect([textOf(after, 'ru').html, textOf(after, 'en').html]).toEqual(['<p>Было</p>', '<p>Now</p>\n'])
  })

  test('two files of one title are two articles, today and tomorrow', async () => {
    const files = { 'one/overview.md': '# Обзор\n\nРаз', 'two/overview.md': '# Обзор\n\nДва' }
    const first = await imported('o.zip', files)
    expect(first.articlesMade).toBe(2)
    expect((await imported('o.zip', files)).articlesUnchanged).toBe(2)
    const slugs = [await articleOf(first.id, 'one/overview'), await articleOf(first.id, 'two/overview')]
    expect(slugs.map((one) => textOf(one, 'ru').slug)).toEqual(['obzor', 'obzor-2'])
  })

  test('in the archive is left alone', async () => {
    const first = await imported('arch.zip', { 'Архив/a.md': '# В архив\n\nда' })
    const article = await articleOf(first.id, 'Архив/a')
    await done('PATCH', `/articles/${article.id}`, { version: article.version, isArchived: true })
    const second = await imported('arch.zip', { 'Архив/a.md': '# В архив\n\nнет' })
    expect(second).toMatchObject({ articlesSkipped: 1, articlesMade: 0 })
    expect((await plan(second.id)).problems).toContainEqual({
      path: 'Архив/a.md',
      problem: 'article_archived',
      detail: null,
    })
  })
})

test('cut off anywhere, an import goes on and nothing is there twice', async () => {
  const names = Array.from({ length: 6 }, (_, n) => `Обрыв/${n}.md`)
  const files = Object.fromEntries(
    names.map((path, n) => [path, `# Обрыв ${n}\n\n[след](${(n + 1) % 6}.md) ![x](p.png)`]),
  )
  const { id } = await upload('cut.zip', archiveOf({ ...files, 'Обрыв/p.png': dot }))
  await start(id)
  // Its process ends at each of its steps in turn.
  let cuts = 0
  const brittle = (stepsLeft: number) => ({
    ...platform,
    clock: {
      now: () => {
        if (stepsLeft-- <= 0) throw Object.assign(new Error('gone'), { code: '57P01' })
        return platform.clock.now()
      },
    },
  })
  for (;;) {
    const ended = await runImport(brittle(3), { importId: id }).then(
      () => true,
      () => false,
    )
    if (ended) break
    cuts += 1
    expect(cuts).toBeLessThan(100)
  }
  expect(cuts).toBeGreaterThan(3)
  expect(await done('GET', `/knowledge/imports/${id}`)).toMatchObject({ state: 'done', articlesMade: 6 })
  const { rows: found } = await sql<{ n: number; files: number; linked: number }>`
    select count(*)::int as n, count(*) filter (where html like '%/help/ru/articles/obryv-%')::int as linked,
      (select count(*)::int from article_file where name = 'p.png') as files
    from article_text where title like 'Обрыв %'`.execute(db)
  expect(found[0]).toEqual({ n: 6, files: 6, linked: 6 })
  await work()
})

test('stopped by hand, it goes on as it began', async () => {
  const { id } = await upload('stop.zip', archiveOf({ 'Стоп/a.md': '# Стой\n\nда' }))
  await start(id)
  expect(await done('POST', `/knowledge/imports/${id}/cancel`)).toMatchObject({ state: 'cancelled' })
  await work()
  expect(await done('GET', `/knowledge/imports/${id}`)).toMatchObject({ state: 'cancelled', articlesMade: 0 })
  expect((await ask({ method: 'POST', path: `/knowledge/imports/${id}/cancel`, as: as.lead })).status).toBe(
    409,
  )
  await start(id)
  await work()
  expect(await done('GET', `/knowledge/imports/${id}`)).toMatchObject({ state: 'done', articlesMade: 1 })
  expect((await start(id)).status).toBe(409)
})

describe('who may what', () => {
  test('whoever only writes gets drafts, in categories that are there', async () => {
    const { id: root } = await category('Для Анны')
    const inside = await category('Внутри', { parentId: root })
    const { id } = await upload(
      'a.zip',
      archiveOf({ 'Внутри/a.md': '# Аннино\n\nда', 'Новое/b.md': '# Аннино два\n\nда' }),
      as.anna,
    )
    expect((await start(id, {}, as.anna)).status).toBe(403)
    expect((await start(id, { publishes: false }, as.anna)).status).toBe(403)
    const planned = await plan(id, `&categoryId=${root}`, as.anna)
    expect(planned.categories.map((one: { fate: string }) => one.fate)).toEqual(['existing', 'joined'])
    expect((await start(id, { publishes: false, categoryId: root }, as.anna)).status).toBe(200)
    await work()
    const [one, two] = [
      await articleOf(id, 'Внутри/a', `&categoryId=${root}`),
      await articleOf(id, 'Новое/b', `&categoryId=${root}`),
    ]
    expect([one.categoryId, two.categoryId]).toEqual([inside.id, root])
    expect(textOf(one, 'ru').publishedAt).toBeNull()
  })

  test('strangers, readers and nonsense are turned away by name', async () => {
    const post = (name: string, bytes: Buffer, who?: Record<string, string>) =>
      ask({
        method: 'POST',
        path: `/knowledge/imports?name=${name}`,
        body: bytes,
        headers: { 'content-type': 'application/octet-stream' },
        ...(who && { as: who }),
      })
    const zip = archiveOf({ 'a.txt': 'x' })
    expect((await post('a.zip', zip)).status).toBe(401)
    expect((await post('a.zip', zip, as.reader)).status).toBe(403)
    expect((await post('a.zip', zip, as.lead)).body.error.name).toBe('nothing_to_import')
    expect((await post('a.zip', Buffer.from('no'), as.lead)).body.error.name).toBe('archive_unreadable')
    expect((await post('', zip, as.lead)).status).toBe(400)
    expect((await start(999_999)).status).toBe(404)
    const { id } = await upload('x.md', Buffer.from('# Икс\n\nда'))
    expect((await start(id, { categoryId: 999_999 })).status).toBe(400)
    expect((await start(id, { language: 'de' })).status).toBe(400)
    for (const path of ['', `/${id}`, `/${id}/plan?language=ru`]) {
      expect((await ask({ method: 'GET', path: `/knowledge/imports${path}` })).status).toBe(401)
      expect((await ask({ method: 'GET', path: `/knowledge/imports${path}`, as: as.reader })).status).toBe(
        403,
      )
    }
    expect((await ask({ method: 'GET', path: `/knowledge/imports/${id}/plan`, as: as.lead })).status).toBe(
      400,
    )
  })
})

test('hostile files are harmless articles', async () => {
  const result = await imported('evil.zip', {
    'Зло/a.md':
      '# Зло<script>hit()</script>\n\n<img src=x onerror=hit()> [x](javascript:hit()) <iframe src="https://spy.example"></iframe>\n\n![y](shape.png) <p onclick="hit()">Да</p>\n\n> [!NOTE" onclick="hit()]\n> x',
    'Зло/b.html':
      '<body><h1>Зло два</h1><svg><script>hit()</script></svg><a href="//spy.example">a</a><p>Нет</p></body>',
    'Зло/shape.png': '<svg onload="hit()">',
  })
  expect(result).toMatchObject({ state: 'done', articlesMade: 2 })
  for (const source of ['Зло/a', 'Зло/b']) {
    const { title, html } = textOf(await articleOf(result.id, source), 'ru')
    expect(title + html).not.toMatch(
      /<script|onerror|<[^>]*onclick|href="javascript|<iframe|<svg|src="[^f]|href="\/\//,
    )
  }
  expect((await plan(result.id)).problems).toContainEqual({
    path: 'Зло/a.md',
    problem: 'picture_unsupported',
    detail: 'shape.png',
  })
})
