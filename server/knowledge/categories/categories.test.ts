import { describe, expect, test } from 'vitest'
import { knowledgeDesk } from '#test/knowledge-desk.ts'

const { ask, as, draft, category } = await knowledgeDesk()

describe('categories', () => {
  const patch = (id: number, body: object) =>
    ask({ method: 'PATCH', path: `/knowledge/categories/${id}`, body, as: as.lead })
  test('do not come back below one that is in the archive', async () => {
    const top = await category('Верх')
    const inner = await category('Низ', { parentId: top.id })
    await patch(inner.id, { version: 1, isArchived: true })
    await patch(top.id, { version: 1, isArchived: true })
    const back = await patch(inner.id, { version: 2, isArchived: false })
    expect([back.status, back.body.error?.name]).toEqual([400, 'unknown_reference'])
  })
  test('come back once what they lie in has', async () => {
    const top = await category('Верх два')
    const inner = await category('Низ два', { parentId: top.id })
    await patch(inner.id, { version: 1, isArchived: true })
    await patch(top.id, { version: 1, isArchived: true })
    await patch(top.id, { version: 2, isArchived: false })
    expect((await patch(inner.id, { version: 2, isArchived: false })).status).toBe(200)
  })
  test('with articles in them stay; 409 says what is in force', async () => {
    const one = await category('Занятая')
    await draft({ title: 'Внутри', categoryId: one.id })
    const tried = await patch(one.id, { version: 1, isArchived: true })
    expect(tried.body.error.name).toBe('in_use')
    await patch(one.id, { version: 1, visibility: 'customers' })
    const late = await patch(one.id, { version: 1, visibility: 'public' })
    expect([late.status, late.body.error.name, late.body.error.detail]).toEqual([
      409,
      'version_conflict',
      { version: 2 },
    ])
  })
})
