import { expect, test } from 'vitest'
import { moveStep } from './move.ts'

const items = [
  { id: 10, position: 1 },
  { id: 11, position: 4 },
  { id: 12, position: 7 },
]

test('two neighbours change places, nobody else is touched', () => {
  expect(moveStep(items, 12, -1)).toEqual([
    { id: 12, position: 4 },
    { id: 11, position: 7 },
  ])
})

test('the first does not go up, the last does not go down', () => {
  expect(moveStep(items, 10, -1)).toEqual([])
  expect(moveStep(items, 12, 1)).toEqual([])
})

test('equal positions are pulled apart', () => {
  const equal = [
    { id: 1, position: 0 },
    { id: 2, position: 0 },
    { id: 3, position: 0 },
  ]
  const changed = new Map(moveStep(equal, 1, 1).map((each) => [each.id, each.position]))
  const order = equal.map((each) => ({ ...each, position: changed.get(each.id) ?? each.position }))
  expect(order.toSorted((a, b) => a.position - b.position).map((each) => each.id)).toEqual([2, 1, 3])
})
