import { describe, expect, test } from 'vitest'
import { openPattern } from './pattern.ts'
import { PatternError } from './pattern-syntax.ts'

const found = (source: string, text: string) => openPattern(source).find(text)?.text ?? null

describe('finds what JavaScript finds', () => {
  const cases: [string, string][] = [
    ['a+b', 'xxaaab'],
    ['a*?b', 'aab'],
    ['(?:ab|a)(?:c|bcd)', 'abcd'],
    ['colou?r', 'the colour'],
    ['^two$', 'one\ntwo\nthree'],
    ['[0-9]{2,3}', 'a12345'],
    ['[^a-c]+', 'abcdefabc'],
    ['x{3}', 'xxxxx'],
    ['\\d+-\\d+', 'order 12-345!'],
    ['a|b|', 'zzz'],
    ['(a|ab)(c|bcd)(d*)', 'abcd'],
    ['[\\w.-]+@[\\w.-]+', 'write to anna.b@shop-1.example, please'],
    ['\\$\\d+\\.\\d\\d', 'costs $12.50'],
    ['[{}()|/&&]+', 'a{(|&/)}b'],
    ['\\u{1F600}', 'so 😀 it is'],
    ['.+', 'first\nsecond'],
    ['[\\]a-]+', '-]a'],
    ['\\x41+', 'bAAb'],
    ['a{0,2}b', 'aaab'],
    ['(?:a?){3}aaa', 'aaa'],
    ['', 'x'],
  ]
  test.each(cases)('%s in %j', (source, text) => {
    const native = new RegExp(source, source.includes('\\u{') ? 'imu' : 'im').exec(text)
    expect(found(source, text)).toBe(native?.[0] ?? null)
  })
})

test('captures are kept by name, and what took no part is not among them', () => {
  const pattern = openPattern('заказ\\s*№?\\s*(?<order>\\d{4,})(?:-(?<part>\\d+))?')
  expect(pattern.find('Где мой Заказ № 125600?')).toEqual({
    text: 'Заказ № 125600',
    start: 8,
    captures: { order: '125600' },
  })
  expect(pattern.find('заказ 125600-2')?.captures).toEqual({ order: '125600', part: '2' })
  expect(pattern.find('ничего')).toBeNull()
})

test('letters and word edges are those of every alphabet, case never matters', () => {
  expect(found('\\bвозврат\\b', 'Прошу ВОЗВРАТ денег')).toBe('ВОЗВРАТ')
  expect(found('\\bврат\\b', 'возврат')).toBeNull()
  expect(found('[\\w]+', '— ёлка')).toBe('ёлка')
  expect(found('\\p{Lu}{2}', 'ab АБ')).not.toBeNull()
})

test.each(['(a+)+$', '(a|a)*$', '(a|aa)+$', '(.*a){12}b', '(?:a?){20}(?:a){20}c', '^(\\w+\\s?)*$'])(
  'what explodes elsewhere comes to its end: %s',
  (evil) => {
    expect(openPattern(evil).find(`${'a'.repeat(20_000)}!`)?.text ?? '').toBe('')
  },
)

test.each([
  ['(', 'syntax'],
  ['a)', 'syntax'],
  ['[a', 'syntax'],
  ['*a', 'syntax'],
  ['a**', 'syntax'],
  ['a{3,1}', 'syntax'],
  ['a\\', 'syntax'],
  ['\\q', 'syntax'],
  ['[z-a]', 'syntax'],
  ['(?<x>a)(?<x>b)', 'syntax'],
  ['(a)\\1', 'unsupported'],
  ['(?=a)', 'unsupported'],
  ['(?<!a)b', 'unsupported'],
  ['(?:a{100}){100}', 'too_complex'],
  ['('.repeat(60) + ')'.repeat(60), 'too_complex'],
])('%s is refused: %s', (source, problem) => {
  expect(() => openPattern(source)).toThrow(PatternError)
  try {
    openPattern(source)
  } catch (error) {
    expect((error as PatternError).problem).toBe(problem)
  }
})
