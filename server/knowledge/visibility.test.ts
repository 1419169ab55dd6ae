import { describe, expect, test } from 'vitest'
import { knowledgeDesk } from '#test/knowledge-desk.ts'

const { ask, as, done, draft, published, category, find, db } = await knowledgeDesk()

const titles = async (query: string) => (await find(query)).items.map((item) => item.title)
const asAgent = async (query: string) =>
  (
    (await done('GET', `/knowledge/search?language=ru&query=${encodeURIComponent(query)}`)) as {
      items: { title: string }[]
    }
  ).items.map((item) => item.title)
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const upload = (id: number, more: string, who: Record<string, string> = as.lead) =>
  ask({
    method: 'POST',
    path: `/articles/${id}/files?${more}`,
    body: pixel,
    headers: { 'content-type': 'application/octet-stream' },
    as: who,
  })

describe('who may read an article', () => {
  test('is the stricter of itself and every category above it', async () => {
    const closed = await category('Закрытое', { visibility: 'internal' })
    const within = await category('Внутри закрытого', { parentId: closed.id })
    await published({ title: 'Ромашковый чай', categoryId: within.id })
    expect(await titles('ромашковый чай')).toEqual([])
    expect(await asAgent('ромашковый чай')).toEqual(['Ромашковый чай'])
    const { version } = (await done('GET', '/knowledge/categories')).items.find(
      (one: { id: number }) => one.id === closed.id,
    )
    await done('PATCH', `/knowledge/categories/${closed.id}`, { version, visibility: 'public' })
    expect(await titles('ромашковый чай')).toEqual(['Ромашковый чай'])
    const late = await ask({
      method: 'PATCH',
      path: `/knowledge/categories/${closed.id}`,
      body: { version, visibility: 'internal' },
      as: as.lead,
    })
    expect([late.status, late.body.error.name]).toEqual([409, 'version_conflict'])
  })

  test('changes at once, for searches as for what is read by its number', async () => {
    const { id, version } = await published({ title: 'Пионы зимой' })
    expect(await titles('пионы')).toEqual(['Пионы зимой'])
    await done('PATCH', `/articles/${id}`, { version, visibility: 'customers' })
    expect(await titles('пионы')).toEqual([])
    expect((await ask({ method: 'GET', path: `/help/articles/${id}?language=ru` })).status).toBe(404)
    const again = await done('GET', `/articles/${id}`)
    await done('PATCH', `/articles/${id}`, { version: again.version, isArchived: true })
    expect(await asAgent('пионы')).toEqual([])
    const said = await ask({
      method: 'POST',
      path: `/help/articles/${id}/feedback`,
      body: { language: 'ru', hasHelped: true },
    })
    expect(said.status).toBe(404)
  })
})

describe('files of an article', () => {
  test('a picture is shown to readers once a published text shows it, and not before', async () => {
    const { id } = await published({ title: 'С картинкой', html: '<p>Пусто</p>' })
    const file = (await upload(id, 'name=a.png&mime=image/png')).body
    const read = () => ask({ method: 'GET', path: `/help/files/${file.id}` })
    expect((await read()).status).toBe(404)
    const html = `<p><img src="file:${file.id}" alt="Окно"></p>`
    await done('PUT', `/articles/${id}/texts/ru`, { version: 2, title: 'С картинкой', html })
    // What is being written is nobody's to read.
    expect((await read()).status).toBe(404)
    await done('POST', `/articles/${id}/texts/ru/publish`, { version: 3 })
    expect((await read()).status).toBe(200)
    await done('POST', `/articles/${id}/texts/ru/unpublish`, { version: 4 })
    expect((await read()).status).toBe(404)
  })

  test('a picture of another article falls out of the words, and what acts is no picture', async () => {
    const one = await draft({ title: 'Один' })
    const other = await draft({ title: 'Другой' })
    const file = (await upload(one.id, 'name=a.png&mime=image/png')).body
    const html = `<p>а<img src="file:${file.id}" alt=""></p>`
    const saved = await done('PUT', `/articles/${other.id}/texts/ru`, { version: 1, title: 'Другой', html })
    expect(saved.texts[0].html).toBe('<p>а</p>')
    const active = await upload(one.id, 'name=a.svg&mime=image/svg%2Bxml')
    expect([active.status, active.body.error.name]).toEqual([415, 'picture_unsupported'])
  })

  test('what is attached to a published article is for whoever may publish', async () => {
    const { id } = await published({ title: 'С файлом' })
    expect((await upload(id, 'name=a.pdf&isAttachment=true', as.anna)).status).toBe(403)
    const file = (await upload(id, 'name=..%2Fa.pdf&isAttachment=true')).body
    expect(file.name).toBe('a.pdf')
    expect((await ask({ method: 'GET', path: `/help/files/${file.id}` })).status).toBe(200)
    const remove = (who: Record<string, string>) =>
      ask({ method: 'DELETE', path: `/article-files/${file.id}`, as: who })
    expect((await remove(as.anna)).status).toBe(403)
    expect((await remove(as.lead)).status).toBe(200)
    expect((await ask({ method: 'GET', path: `/help/files/${file.id}` })).status).toBe(404)
  })
})

describe('what readers say', () => {
  test('is counted once a reader, the last word counts, and their comment stays', async () => {
    const { id } = await published({ title: 'Помогло ли' })
    const say = (hasHelped: boolean, comment = '') =>
      ask({
        method: 'POST',
        path: `/help/articles/${id}/feedback`,
        body: { language: 'ru', hasHelped, comment },
      })
    await say(false, 'Не нашёл кнопку')
    await say(true)
    const article = await done('GET', `/articles/${id}`)
    expect([article.helpedCount, article.notHelpedCount]).toEqual([1, 0])
    const { items } = await done('GET', `/articles/${id}/comments`)
    expect(items).toMatchObject([{ comment: 'Не нашёл кнопку', hasHelped: true }])
    const kept = await db.selectFrom('article_feedback').selectAll().where('article_id', '=', id).execute()
    expect(JSON.stringify(kept)).not.toMatch(/127\.0\.0\.1/)
    expect((await ask({ method: 'GET', path: `/articles/${id}/comments` })).status).toBe(401)
  })

  test('a flood from one address is stopped', async () => {
    const statuses: number[] = []
    for (let n = 0; n < 34; n++) {
      const { id } = await published({ title: `Статья номер ${n}` })
      const body = { language: 'ru', hasHelped: false }
      statuses.push((await ask({ method: 'POST', path: `/help/articles/${id}/feedback`, body })).status)
    }
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(25)
    expect(statuses.at(-1)).toBe(429)
  })
})

describe('what is found', () => {
  test('is marked where it stands, counted as a browser counts', async () => {
    await published({
      title: '🌷 Тюльпаны весной',
      html: '<p>🌷🌷 Тюльпаны сажают осенью, чтобы весной цвели.</p>',
    })
    const [hit] = (await find('тюльпанов')).items
    const [from, to] = hit?.titleMarks[0] ?? [0, 0]
    expect(hit?.title.slice(from, to)).toBe('Тюльпаны')
    const marks = (hit as unknown as { excerptMarks: [number, number][] }).excerptMarks
    expect(marks.map(([a, b]) => hit?.excerpt.slice(a, b))).toContain('Тюльпаны')
  })

  test('is in the language that is asked for', async () => {
    await published({ title: 'Watering tulips', language: 'en', html: '<p>Twice a week.</p>' })
    expect(await titles('watering')).toEqual([])
    const { body } = await ask({ method: 'GET', path: '/help/articles?language=en&query=watered%20tulip' })
    expect(body.items.map((item: { title: string }) => item.title)).toEqual(['Watering tulips'])
  })
})
