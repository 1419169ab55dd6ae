import { expect, test } from 'vitest'
import { statementName } from './prepared-statements.ts'

test('a text gets its name when it is seen for the third time, and keeps it', () => {
  const text = 'select $1::int as third_time'
  const names = Array.from({ length: 4 }, () => statementName(text))
  expect(names.slice(0, 2)).toEqual([undefined, undefined])
  expect(names[2]).toMatch(/^s\d+$/)
  expect(names[3]).toBe(names[2])
})

test('texts without end do not get names without end', () => {
  const names = new Set<string | undefined>()
  for (let i = 0; i < 1000; i++) {
    for (let again = 0; again < 3; again++) names.add(statementName(`select $1 as t${i}`))
  }
  expect(names.size).toBeLessThanOrEqual(201)
})
