import { expect, test } from 'vitest'
import { documentVectors } from '#server/platform/language.ts'
import { randomFrom } from '../random.ts'
import { createWriter } from '../text/letter.ts'
import { vectorOf } from './vector.ts'

const writer = createWriter()

test('a seeded desk is indexed as the desk itself would have done it', () => {
  const random = randomFrom(1)
  for (let n = 0; n < 200; n++) {
    const language = n % 2 === 0 ? 'ru' : 'en'
    const parts = [
      { weight: 'A' as const, text: writer.subject(random, language) },
      { weight: 'D' as const, text: writer.message(random, language, writer.person(language, n)) },
      { weight: 'D' as const, text: writer.message(random, language, writer.person(language, n * 31)) },
    ]
    const read = documentVectors(parts.map(({ weight, text }) => ({ weight, text: text.text })))
    expect([vectorOf(parts)]).toEqual(read)
  }
})

test('the same seed writes the same letters', () => {
  const write = () => writer.message(randomFrom(5), 'ru', writer.person('ru', 7)).text
  expect(write()).toBe(write())
})
