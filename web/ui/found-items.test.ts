import { expect, test } from 'vitest'
import { foundItems } from './found-items.ts'

const found = (labels: string[], query: string) =>
  foundItems(
    labels.map((label) => ({ label })),
    query,
  ).map(({ label }) => label)

test('whose name begins with what was typed comes first, then a word of it, then anything of it', () => {
  expect(found(['Algeria', 'Niger', 'West Germany', 'Germany'], 'ger')).toEqual([
    'Germany',
    'West Germany',
    'Algeria',
    'Niger',
  ])
  expect(found(['Артём Королёв', 'Королев Павел'], 'королев')).toEqual(['Королев Павел', 'Артём Королёв'])
})

test('ё is е, capitals and Latin marks do not matter, й is not и', () => {
  expect(found(['Артём', 'Zürich', 'Андрей'], 'АРТЕМ')).toEqual(['Артём'])
  expect(found(['Артём', 'Zürich', 'Андрей'], 'zurich')).toEqual(['Zürich'])
  expect(found(['Артём', 'Zürich', 'Андрей'], 'андреи')).toEqual([])
})

test('nothing typed is everything, as it was', () => {
  expect(found(['б', 'а'], ' ')).toEqual(['б', 'а'])
})

test('what a server has found by an address stays, behind what is called so', () => {
  const items = [{ label: 'Пётр' }, { label: 'Анна Ли' }]
  expect(foundItems(items, 'анна', true).map(({ label }) => label)).toEqual(['Анна Ли', 'Пётр'])
})
