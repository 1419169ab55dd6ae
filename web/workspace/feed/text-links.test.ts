import { expect, test } from 'vitest'
import { textParts } from './text-links.ts'

test('addresses become links, and what ends the sentence stays outside', () => {
  expect(textParts('See https://a.example/b?c=1). Or write to (anna.k+x@b.example), please')).toEqual([
    'See ',
    { href: 'https://a.example/b?c=1', text: 'https://a.example/b?c=1' },
    '). Or write to (',
    { href: 'mailto:anna.k+x@b.example', text: 'anna.k+x@b.example' },
    '), please',
  ])
  expect(textParts('javascript:hit() data:text/html,x')).toEqual(['javascript:hit() data:text/html,x'])
})

// With a regular expression that tries every place these take minutes.
test.each(['a', 'a@', 'b-', 'http://', 'http://.', '.', 'a.', '@a.', ' ', '>'])(
  'a letter of nothing but %j is read at once',
  (piece) => {
    const text = `a@${piece.repeat(300_000)}`
    expect(
      textParts(text)
        .map((part) => (typeof part === 'string' ? part : part.text))
        .join(''),
    ).toBe(text)
  },
)
