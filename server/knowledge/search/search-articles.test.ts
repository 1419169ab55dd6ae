import { describe, expect, test } from 'vitest'
import { knowledgeDesk } from '#test/knowledge-desk.ts'

const { ask, as, draft, published, find, categoryId, db } = await knowledgeDesk()

describe('searching', () => {
  const titles = async (query: string, language = 'ru') =>
    (
      await ask({
        method: 'GET',
        path: `/help/articles?language=${language}&query=${encodeURIComponent(query)}`,
      })
    ).body.items.map((item: { title: string }) => item.title)
  test('finds other forms of a word, and words typed wrongly, in both languages', async () => {
    await published({ title: 'Замена батарейки в датчике' })
    await published({ title: 'Replacing batteries', language: 'en', html: '<p>Open the cover.</p>' })
    expect(await titles('заменить батарейку')).toEqual(['Замена батарейки в датчике'])
    expect(await titles('батарейками')).toEqual(['Замена батарейки в датчике'])
    expect(await titles('батарека')).toEqual(['Замена батарейки в датчике'])
    expect(await titles('replaced battery', 'en')).toEqual(['Replacing batteries'])
    expect(await titles('bateries', 'en')).toEqual(['Replacing batteries'])
  })
  test('never corrects to a word of what one may not read', async () => {
    await published({ title: 'Хризолит', visibility: 'internal' })
    await draft({ title: 'Аметисты' })
    const { items, correctedTo } = await find('хризолид')
    expect([items, correctedTo]).toEqual([[], null])
    const other = await find('аметистт')
    expect([other.items, other.correctedTo]).toEqual([[], null])
  })
  test.each(['\u0000', 'а\u0000б', "'", '\\', ':*', '!!!', '(((', 'a & | !', '%', '\ud800', '🌷'.repeat(50)])(
    'survives %j',
    async (query) => {
      const { status } = await ask({
        method: 'GET',
        path: `/help/articles?language=ru&query=${encodeURIComponent(query.toWellFormed())}`,
      })
      expect([200, 400]).toContain(status)
    },
  )
})

test.each(['\u0000', 'а\u0000б', '\ud800', '\u202e'])(
  'hostile words are kept or refused: %j',
  async (bad) => {
    const body = { categoryId, language: 'ru', title: `т${bad}`, html: `<p>${bad}</p>`, tags: [`м${bad}`] }
    expect((await ask({ method: 'POST', path: '/articles', body, as: as.lead })).status).toBeLessThan(500)
    const { id } = await published({ title: 'Есть' })
    const said = { language: 'ru', hasHelped: true, comment: `к${bad}` }
    expect(
      (await ask({ method: 'POST', path: `/help/articles/${id}/feedback`, body: said })).status,
    ).toBeLessThan(500)
    const forget = { language: 'ru', query: `з${bad}` }
    expect(
      (await ask({ method: 'POST', path: '/knowledge/missed-searches/forget', body: forget, as: as.lead }))
        .status,
    ).toBeLessThan(500)
    const groups = [[`а${bad}`, 'б']]
    expect(
      (await ask({ method: 'PUT', path: '/knowledge/synonyms', body: { seen: [], groups: [] }, as: as.lead }))
        .status,
    ).toBeLessThan(500)
    expect(
      (await ask({ method: 'PUT', path: '/knowledge/synonyms', body: { seen: [], groups }, as: as.lead }))
        .status,
    ).toBeLessThan(500)
    await db.deleteFrom('knowledge_synonym').execute()
  },
)
