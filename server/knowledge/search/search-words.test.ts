import { beforeAll, describe, expect, test } from 'vitest'
import { knowledgeDesk } from '#test/knowledge-desk.ts'

const { ask, as, done, published, find } = await knowledgeDesk()

const put = (seen: string[][], groups: string[][], who = as.lead) =>
  ask({ method: 'PUT', path: '/knowledge/synonyms', body: { seen, groups }, as: who })
const missed = async () =>
  (await done('GET', '/knowledge/missed-searches')).items as { query: string; times: number }[]

beforeAll(async () => {
  await published({ title: 'Возврат денег', html: '<p>Деньги возвращаются за пять дней.</p>' })
})

describe('words that mean the same', () => {
  test('find what was written with another of them, in any form', async () => {
    expect((await find('рефанд')).items).toEqual([])
    const saved = await put([], [['Возврат', 'рефанд', 'возврат'], ['один']])
    expect(saved.status).toBe(400)
    const groups = [['Возврат', 'рефанд', 'возврат']]
    expect((await put([], groups)).body).toEqual({ groups: [['возврат', 'рефанд']] })
    expect((await find('где мой рефанд')).items.map((item) => item.title)).toEqual(['Возврат денег'])
  })

  test('are not written over by whoever has not seen them', async () => {
    const late = await put([], [['письмо', 'мейл']])
    expect([late.status, late.body.error.name]).toEqual([409, 'version_conflict'])
    expect((await done('GET', '/knowledge/synonyms')).groups).toEqual([['возврат', 'рефанд']])
  })

  test('are read by every agent and said by those who publish', async () => {
    expect((await ask({ method: 'GET', path: '/knowledge/synonyms', as: as.reader })).status).toBe(200)
    expect((await ask({ method: 'GET', path: '/knowledge/synonyms' })).status).toBe(401)
    expect((await put([['возврат', 'рефанд']], [], as.anna)).status).toBe(403)
  })
})

describe('searches that found nothing', () => {
  test('are counted once they are meant, by their words alone', async () => {
    await find('Курьер  опоздал')
    await find('курьер опоздал')
    await find('курьер опозд', '&isTyping=true')
    // Addresses and numbers of people are nobody's business.
    await find('ivan@example.com')
    await find('заказ 4276 3800 1234')
    const found = await missed()
    expect(found).toContainEqual(expect.objectContaining({ query: 'курьер опоздал', times: 2 }))
    expect(found.filter(({ query }) => /@|\d{4}|опозд$/.test(query))).toEqual([])
  })

  test('an agent who searches counts for nothing', async () => {
    const path = `/knowledge/search?language=ru&query=${encodeURIComponent('самолёт')}`
    expect((await ask({ method: 'GET', path, as: as.anna })).body.items).toEqual([])
    expect((await missed()).map(({ query }) => query)).not.toContain('самолёт')
  })

  test('are struck off by whoever writes articles, and by nobody else', async () => {
    const body = { language: 'ru', query: 'курьер опоздал' }
    const path = '/knowledge/missed-searches/forget'
    expect((await ask({ method: 'POST', path, body, as: as.reader })).status).toBe(403)
    expect((await ask({ method: 'POST', path, body, as: as.anna })).status).toBe(200)
    expect((await missed()).map(({ query }) => query)).not.toContain('курьер опоздал')
    expect((await ask({ method: 'GET', path: '/knowledge/missed-searches', as: as.reader })).status).toBe(403)
  })
})
