import { expect, test } from 'vitest'
import { readAddresses } from './addresses.ts'

test('addresses are read however they are divided, once each', () => {
  expect(readAddresses('a@b.ru, C@D.com;a@b.ru\ne@f.org')).toEqual({
    addresses: ['a@b.ru', 'c@d.com', 'e@f.org'],
    wrong: [],
  })
  expect(readAddresses('иван, a@, x@y')).toEqual({ addresses: [], wrong: ['иван', 'a@', 'x@y'] })
  expect(readAddresses(' ')).toEqual({ addresses: [], wrong: [] })
})
