import { expect, test } from 'vitest'
import type { KnowledgeCategory, Visibility } from '#contract/knowledge.ts'
import { categoryPath, categoryRows, titleOf, withBelow } from './category-rows.ts'

const category = (
  id: number,
  parentId: number | null,
  visibility: Visibility = 'public',
): KnowledgeCategory => ({
  id,
  parentId,
  visibility,
  position: id,
  texts: { ru: { title: `к${id}`, description: '', slug: `k${id}` } },
  articleCount: 0,
  isArchived: false,
  version: 1,
})

test('what lies below a closed category is no more open than it, whatever it says of itself', () => {
  const rows = categoryRows([
    category(1, null, 'internal'),
    category(2, 1),
    category(3, null),
    category(4, 3, 'customers'),
  ])
  expect(rows.map((row) => [row.category.id, row.depth, row.visibility])).toEqual([
    [1, 0, 'internal'],
    [2, 1, 'internal'],
    [3, 0, 'public'],
    [4, 1, 'customers'],
  ])
})

test('an archived category goes with what lies below it, and a loop ends', () => {
  const archived = { ...category(1, null), isArchived: true }
  expect(categoryRows([archived, category(2, 1)])).toEqual([])
  const looped = [category(1, null), { ...category(2, 1), id: 1 }]
  expect(categoryRows(looped).length).toBeLessThan(20)
})

test('the way from the top, and titles in the language there is', () => {
  const tree = [category(1, null), category(2, 1), category(3, 2)]
  expect(categoryPath(tree, 3, 'en')).toEqual(['к1', 'к2', 'к3'])
  expect(titleOf(category(7, null), 'en')).toBe('к7')
  expect([...withBelow(tree, 2)]).toEqual([2, 3])
})
