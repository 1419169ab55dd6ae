import { expect, test } from 'vitest'
import { isForDark } from './page-tone.ts'

test.each([
  ['rgb(0, 0, 0)', false],
  ['rgb(29, 28, 26)', false],
  ['rgba(236, 236, 234, 0.9)', true],
  ['rgb(255 255 255)', true],
  ['rgb(194, 49, 43)', false],
  ['oklch(0.9 0 0)', false],
])('letters of %s are for a dark page: %s', (colour, isDark) => {
  expect(isForDark(colour)).toBe(isDark)
})
