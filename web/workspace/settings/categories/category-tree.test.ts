import { expect, test } from 'vitest'
import { treeRows, withBelow } from './category-tree.ts'

const category = (id: number, parentId: number | null, position: number) => ({
  id,
  parentId,
  position,
  names: { ru: `к${id}`, en: `c${id}` },
})
const categories = [category(1, null, 2), category(2, null, 1), category(3, 1, 1), category(4, 3, 1)]

test('children follow their parent, in the order of positions', () => {
  expect(treeRows(categories).map(({ category: { id }, depth }) => [id, depth])).toEqual([
    [2, 0],
    [1, 0],
    [3, 1],
    [4, 2],
  ])
})

test('what lies below is found to any depth', () => {
  expect([...withBelow(categories, 1)].toSorted()).toEqual([1, 3, 4])
  expect([...withBelow(categories, 2)]).toEqual([2])
})
