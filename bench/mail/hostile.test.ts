import { expect, it } from 'vitest'
import { readHostileLetters } from './hostile.ts'

it('reads every hostile letter without a throw', () => {
  const { runs, throws } = readHostileLetters(2_000)
  expect(runs).toBeGreaterThan(50)
  expect(throws).toEqual([])
})
