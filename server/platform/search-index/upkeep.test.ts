import { expect, test } from 'vitest'
import { isMergeDue } from './upkeep.ts'

test('new words are merged when many wait or few have waited for a minute, and never when there are none', () => {
  const merged = { rows: 5000, at: 100_000 }
  expect(isMergeDue(merged, 5000, 900_000)).toBe(false)
  expect(isMergeDue(merged, 5499, 159_999)).toBe(false)
  expect(isMergeDue(merged, 5500, 100_010)).toBe(true)
  expect(isMergeDue(merged, 5001, 160_000)).toBe(true)
})

test('counts that were reset are no reason to wait', () => {
  expect(isMergeDue({ rows: 5000, at: 100_000 }, 3, 100_010)).toBe(true)
})
