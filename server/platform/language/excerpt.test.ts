import { expect, test } from 'vitest'
import { highlight } from './highlight.ts'
import { parseQuery } from './query.ts'
import { cutExcerpt } from './excerpt.ts'

const excerptOf = (text: string, query: string) => cutExcerpt(text, highlight(text, parseQuery(query)))

test('shows the place where most of the words stand, from word to word', () => {
  const text = `Чайник. ${'Много слов ни о чём. '.repeat(40)}Сломался\nчайник, верните деньги. ${'И ещё слова. '.repeat(40)}`
  const { excerpt, excerptRanges } = excerptOf(text, 'чайники вернуть деньги ')
  expect(excerpt).toMatch(/^….*Сломался чайник, верните деньги.*…$/)
  expect(excerptRanges.map(([start, end]) => excerpt.slice(start, end))).toEqual([
    'чайник',
    'верните',
    'деньги',
  ])
})

test('shows the beginning when nothing is marked, and a short text whole', () => {
  expect(excerptOf('Короткий текст', 'чайник ')).toEqual({ excerpt: 'Короткий текст', excerptRanges: [] })
  const { excerpt } = excerptOf('ы'.repeat(1000), 'чайник ')
  expect(excerpt.length).toBeLessThan(300)
})
