import { expect, test } from 'vitest'
import { mustBeText } from './must-be-text.ts'

test('ordinary input passes, emoji and all', () => {
  mustBeText({ params: { id: 1 }, query: null, body: { text: 'Привет 👋\n', list: ['a', null, true] } })
})

test.each([
  [{ body: { a: { b: ['x', 'y\0'] } } }, 'body.a.b.1'],
  [{ query: { q: '\ud83d' } }, 'query.q'],
  [{ body: { 'k\0': 1 } }, 'body'],
])('%j is refused, saying where', (input, path) => {
  expect(() => mustBeText(input)).toThrow(
    expect.objectContaining({
      failure: 'invalid_input',
      facts: { fields: [{ path, message: expect.any(String) }] },
    }),
  )
})

test('depth does not exhaust the stack', () => {
  let body: unknown = 'x\0'
  for (let i = 0; i < 200_000; i++) body = [body]
  expect(() => mustBeText({ body })).toThrow('invalid_input')
})
