import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { knowledgeDesk } from '#test/knowledge-desk.ts'

const desk = await knowledgeDesk()
const { ask, as, done, draft, published, category, categoryId, find, work, clock } = desk
const save = (id: number, body: object, who = as.lead) =>
  ask({ method: 'PUT', path: `/articles/${id}/texts/ru`, body, as: who })
const readHelp = (id: number) => ask({ method: 'GET', path: `/help/articles/${id}?language=ru` })

describe('writing', () => {
  test('a draft is kept as it is written, cleaned, and read by the desk alone', async () => {
    const article = await draft(
      { title: 'Не приходит письмо', html: '<p onclick="x()">Да<script>x()</script></p>' },
      as.anna,
    )
    expect(article).toMatchObject({
      categoryId,
      visibility: 'public',
      authors: [{ name: 'Анна Лис' }],
      texts: [
        { slug: 'ne-prikhodit-pismo', html: '<p>Да</p>', isChanged: true, publishedAt: null, url: null },
      ],
    })
    expect((await readHelp(article.id)).status).toBe(404)
    expect((await find('письмо')).items).toEqual([])
    const inList = await done('GET', '/articles?q=письма&state=draft')
    expect(inList.items.map((one: { id: number }) => one.id)).toContain(article.id)
  })

  test('who saves over what they have not seen is told so', async () => {
    const { id } = await draft({ title: 'Двое пишут' })
    expect((await save(id, { version: 1, title: 'Двое пишут', html: '<p>Раз</p>' })).status).toBe(200)
    const late = await save(id, { version: 1, title: 'Двое пишут', html: '<p>Два</p>' }, as.anna)
    expect([late.status, late.body.error.name, late.body.error.detail]).toEqual([
      409,
      'version_conflict',
      { version: 2 },
    ])
  })

  test('another language is begun in the same article', async () => {
    const { id } = await draft({ title: 'Оплата картой' })
    const both = await done('PUT', `/articles/${id}/texts/en`, {
      version: 0,
      title: 'Paying by card',
      html: '<p>Yes</p>',
    })
    expect(both.texts.map((text: { slug: string }) => text.slug)).toEqual(['oplata-kartoi', 'paying-by-card'])
    const again = await ask({
      method: 'PUT',
      path: `/articles/${id}/texts/en`,
      body: { version: 0, title: 'x', html: '' },
      as: as.lead,
    })
    expect(again.status).toBe(409)
  })
})

describe('publishing', () => {
  test('readers read what was published, not what is written since', async () => {
    const { id } = await published({ title: 'Сроки доставки', html: '<p>Два дня</p>' })
    await save(id, { version: 2, title: 'Сроки доставки', html: '<p>Пять дней</p>' }, as.anna)
    expect((await readHelp(id)).body.html).toBe('<p>Два дня</p>')
    const article = await done('GET', `/articles/${id}`)
    expect(article.texts[0]).toMatchObject({ isChanged: true, version: 3 })
    await done('POST', `/articles/${id}/texts/ru/publish`, { version: 3 })
    expect((await readHelp(id)).body.html).toBe('<p>Пять дней</p>')
    await done('POST', `/articles/${id}/texts/ru/unpublish`, { version: 4 })
    expect((await readHelp(id)).status).toBe(404)
    expect((await find('доставка')).items).toEqual([])
  })

  test('is for whoever may; a writer asks for a review', async () => {
    const { id } = await draft({ title: 'На проверку' }, as.anna)
    const path = `/articles/${id}/texts/ru`
    const tried = await ask({ method: 'POST', path: `${path}/publish`, body: { version: 1 }, as: as.anna })
    expect(tried.status).toBe(403)
    await done('POST', `${path}/review`, { version: 1, isAsked: true }, as.anna)
    const waiting = await done('GET', '/articles?state=review')
    expect(waiting.items.map((one: { id: number }) => one.id)).toEqual([id])
    const seen = await done('POST', `${path}/publish`, { version: 2 })
    expect(seen.texts[0]).toMatchObject({ isInReview: false, isChanged: false })
  })

  test('a writer changes nothing that readers see at once', async () => {
    const { id } = await published({ title: 'Закрытое правкой' })
    const change = (body: object) => ask({ method: 'PATCH', path: `/articles/${id}`, body, as: as.anna })
    expect((await change({ version: 1, visibility: 'internal' })).status).toBe(403)
    expect((await change({ version: 1, tags: ['x'] })).status).toBe(403)
    expect((await change({ version: 1, isArchived: true })).status).toBe(403)
    const moved = await save(id, { version: 2, title: 'Закрытое правкой', html: '', slug: 'drugoe' }, as.anna)
    expect(moved.status).toBe(403)
    const file = await ask({
      method: 'POST',
      path: `/articles/${id}/files?name=a.pdf&isAttachment=true`,
      body: 'x',
      as: as.anna,
      headers: { 'content-type': 'application/octet-stream' },
    })
    expect(file.status).toBe(403)
  })

  test('at a time it is done by itself, with the words of then, once', async () => {
    const { id } = await draft({ title: 'С понедельника', html: '<p>Проверено</p>' })
    const at = new Date(clock.now().getTime() + 3_600_000).toISOString()
    const path = `/articles/${id}/texts/ru`
    const planned = await done('POST', `${path}/publish`, { version: 1, at })
    expect(planned.texts[0]).toMatchObject({ publishAt: at, publishedAt: null })
    await save(id, { version: 2, title: 'С понедельника', html: '<p>Дописано без спроса</p>' }, as.anna)
    await work()
    expect((await readHelp(id)).status).toBe(404)
    clock.forward(3700)
    await runDue()
    expect((await readHelp(id)).body.html).toBe('<p>Проверено</p>')
    expect((await done('GET', `/articles/${id}`)).texts[0]).toMatchObject({
      publishAt: null,
      isChanged: true,
    })
  })

  test('a time that was taken back never comes', async () => {
    const { id } = await draft({ title: 'Передумали' })
    const path = `/articles/${id}/texts/ru/publish`
    await done('POST', path, { version: 1, at: new Date(clock.now().getTime() + 60_000).toISOString() })
    await done('POST', path, { version: 2, at: null })
    clock.forward(120)
    await runDue()
    expect((await readHelp(id)).status).toBe(404)
  })
})

describe('versions', () => {
  test('tell who wrote what when; one sitting is one; an old one comes back as a new one', async () => {
    const { id } = await published({ title: 'Возврат', html: '<p>14 дней</p>' })
    await save(id, { version: 2, title: 'Возврат', html: '<p>30</p>' }, as.anna)
    await save(id, { version: 3, title: 'Возврат', html: '<p>30 дней</p>' }, as.anna)
    await done('POST', `/articles/${id}/texts/ru/publish`, { version: 4 })
    const list = (await done('GET', `/articles/${id}/texts/ru/versions`)).items
    expect(list).toMatchObject([
      { number: 2, madeBy: { name: 'Анна Лис' }, isPublished: true },
      { number: 1, madeBy: { name: 'Лев Лидов' }, isPublished: false, publishedAt: expect.any(String) },
    ])
    const first = await done('GET', `/article-versions/${list[1].id}`)
    expect(first).toMatchObject({ html: '<p>14 дней</p>', articleId: id, language: 'ru' })
    const restored = await done('POST', `/article-versions/${list[1].id}/restore`, { version: 5 }, as.anna)
    expect(restored.texts[0]).toMatchObject({ html: '<p>14 дней</p>', isChanged: true })
    expect((await readHelp(id)).body.html).toBe('<p>30 дней</p>')
    const [newest] = (await done('GET', `/articles/${id}/texts/ru/versions?limit=1`)).items
    expect(newest).toMatchObject({ number: 3, restoredFrom: 1, isPublished: false })
  })
})

describe('addresses', () => {
  test('are of the title, each once; an old one leads on, and nobody takes it', async () => {
    const one = await published({ title: 'Гарантия' })
    const two = await draft({ title: 'Гарантия' })
    expect(two.texts[0]?.slug).toBe('garantiia-2')
    await save(one.id, { version: 2, title: 'Гарантия', html: '<p>Текст</p>', slug: 'garantiinyi-srok' })
    const moved = await done('GET', `/articles/${one.id}`)
    expect(moved.texts[0]).toMatchObject({ slug: 'garantiinyi-srok', oldSlugs: ['garantiia'] })
    const taken = await save(two.id, { version: 1, title: 'Гарантия', html: '', slug: 'garantiia' })
    expect([taken.status, taken.body.error.name]).toEqual([409, 'already_exists'])
    await save(one.id, { version: 3, title: 'Гарантия', html: '<p>Текст</p>', slug: 'garantiia' })
    expect((await done('GET', `/articles/${one.id}`)).texts[0]).toMatchObject({
      slug: 'garantiia',
      oldSlugs: ['garantiinyi-srok'],
    })
    await done('DELETE', `/articles/${one.id}/texts/ru/addresses/garantiinyi-srok`)
    expect((await done('GET', `/articles/${one.id}`)).texts[0].oldSlugs).toEqual([])
  })

  test('follow the title until somebody may have seen them', async () => {
    const { id } = await draft({ title: 'Черновик' })
    const named = (await save(id, { version: 1, title: 'Как вернуть товар', html: '' })).body
    expect(named.texts[0]).toMatchObject({ slug: 'kak-vernut-tovar', oldSlugs: [] })
  })
})

describe('categories', () => {
  test('are a tree without circles; one in use stays', async () => {
    const top = await category('Доставка')
    const inner = await category('Курьер', { parentId: top.id })
    const change = (id: number, body: object) =>
      ask({ method: 'PATCH', path: `/knowledge/categories/${id}`, body, as: as.lead })
    expect((await change(top.id, { version: 1, parentId: inner.id })).body.error.name).toBe(
      'unknown_reference',
    )
    expect((await change(top.id, { version: 1, isArchived: true })).body.error.name).toBe('in_use')
    expect((await change(inner.id, { version: 1, isArchived: true })).status).toBe(200)
    const again = await category('Доставка')
    expect([top.texts.ru.slug, again.texts.ru.slug]).toEqual(['dostavka', 'dostavka-2'])
    await done('PUT', '/knowledge/categories/order', { ids: [again.id, top.id] })
    const { items } = await done('GET', '/knowledge/categories')
    const order = items.map((one: { id: number }) => one.id)
    expect(order.indexOf(again.id)).toBeLessThan(order.indexOf(top.id))
  })

  test('hold their articles in an order', async () => {
    const { id } = await category('По порядку')
    const [a, b, c] = [
      await draft({ title: 'А', categoryId: id }),
      await draft({ title: 'Б', categoryId: id }),
      await draft({ title: 'В', categoryId: id }),
    ]
    await done('PUT', `/knowledge/categories/${id}/articles/order`, { ids: [c.id, a.id] })
    const { items, nextCursor } = await done('GET', `/articles?categoryId=${id}&limit=2`)
    const rest = await done('GET', `/articles?categoryId=${id}&cursor=${nextCursor}`)
    expect([...items, ...rest.items].map((one: { id: number }) => one.id)).toEqual([c.id, a.id, b.id])
  })
})

/** Jobs of the future wait for their time by the database's clock: here it has come. */
async function runDue(): Promise<void> {
  await sql`update graphile_worker._private_jobs set run_at = now()`.execute(desk.db)
  await work()
}
