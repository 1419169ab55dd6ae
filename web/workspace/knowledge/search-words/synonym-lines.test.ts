import { expect, test } from 'vitest'
import { groupsOf, problemOf, wordsOf } from './synonym-lines.ts'

test('words stand apart by commas, each once, however they are written', () => {
  expect(wordsOf(' Письмо, мейл;EMAIL,  электронная   почта, письмо,, ')).toEqual([
    'письмо',
    'мейл',
    'email',
    'электронная почта',
  ])
})

test('what cannot be a group says why, and an empty line is nothing', () => {
  expect(problemOf('')).toBeNull()
  expect(problemOf('письмо')).toBe('tooFew')
  expect(problemOf('письмо, я')).toBe('wordLength')
  expect(problemOf(Array.from({ length: 21 }, (_, n) => `слово${n}`).join(','))).toBe('tooMany')
  expect(problemOf('письмо, мейл')).toBeNull()
  expect(
    groupsOf([
      { key: 'a', text: '' },
      { key: 'b', text: 'раз, два' },
    ]),
  ).toEqual([['раз', 'два']])
})
