import { expect, test } from 'vitest'
import { errorStatuses, type ErrorName } from '#contract/errors.ts'
import en from '#locales/en.json' with { type: 'json' }
import ru from '#locales/ru.json' with { type: 'json' }
import { words } from './words.ts'

const names = Object.keys(errorStatuses) as ErrorName[]
/** Told by the browser itself, when no answer came. */
const browserOnly = ['network']

test.each([
  ['ru', ru.errors],
  ['en', en.errors],
] as const)(
  'every failure has its sentence in %s, and no sentence lacks a failure',
  (language, sentences) => {
    expect(Object.keys(sentences).toSorted()).toEqual([...names, ...browserOnly].toSorted())
    for (const name of names) expect(words(language).t(`errors.${name}`)).toMatch(/^\p{Lu}.+[.?]$/u)
  },
)

test('numbers take the form the language asks for, and values go in as they are', () => {
  expect(words('ru').t('search.found', { count: 21 })).toBe('Нашёлся 21 тикет')
  expect(words('ru').t('search.found', { count: 3 })).toBe('Нашлось 3 тикета')
  expect(words('en').t('search.found', { count: 1 })).toBe('1 ticket found')
  expect(words('en').t('event.quoted', { text: "O'Neil & Co" })).toBe("“O'Neil & Co”")
})
