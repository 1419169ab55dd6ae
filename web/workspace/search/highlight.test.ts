import { expect, test } from 'vitest'
import { pieces } from './highlight.tsx'

test('ranges are marked once, in order, inside the text', () => {
  expect(
    pieces('возврат денег', [
      [8, 99],
      [0, 7],
      [3, 7],
    ]),
  ).toEqual([
    { text: 'возврат', isMarked: true },
    { text: ' ', isMarked: false },
    { text: 'денег', isMarked: true },
  ])
  expect(pieces('abc', [])).toEqual([{ text: 'abc', isMarked: false }])
  expect(
    pieces('abc', [
      [5, 9],
      [2, 1],
    ]),
  ).toEqual([{ text: 'abc', isMarked: false }])
})
