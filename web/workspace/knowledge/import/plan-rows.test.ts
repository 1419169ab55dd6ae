import { expect, test } from 'vitest'
import type { KnowledgeImportPlan } from '#contract/knowledge-import.ts'
import { becomes, planRows } from './plan-rows.ts'

const article = (source: string, isThere = false): KnowledgeImportPlan['articles'][number] => ({
  source,
  category: source.slice(0, source.lastIndexOf('/') + 1),
  texts: [{ language: 'ru', title: source, path: `${source}.md`, isThere }],
  fate: 'existing',
  articleId: 1,
})
const category = (source: string) => ({ source, title: source, fate: 'new' as const })
const plan = (categories: string[], articles: string[]): KnowledgeImportPlan => ({
  categories: categories.map(category),
  articles: articles.map((source) => article(source)),
  pictures: 0,
  attachments: 0,
  problems: [],
})
const lines = (given: KnowledgeImportPlan) =>
  planRows(given).map(
    (row) => `${' '.repeat(row.depth)}${row.kind === 'article' ? row.article.source : row.category.source}`,
  )

test('folders stand under folders, each with its articles first', () => {
  expect(lines(plan(['a/', 'c/', 'a/b/'], ['c/1', 'a/b/2', 'a/3']))).toEqual([
    'a/',
    ' a/3',
    ' a/b/',
    '  a/b/2',
    'c/',
    ' c/1',
  ])
  expect(lines(plan(['', 'a/'], ['x', 'a/1']))).toEqual(['', ' x', 'a/', ' a/1'])
  expect(lines(plan(['a/'], ['x', 'a/1']))).toEqual(['x', 'a/', ' a/1'])
})

test('what is there is updated, left alone, or gets the language it has not', () => {
  expect(becomes(article('a', true), 'update')).toBe('update')
  expect(becomes(article('a', true), 'skip')).toBe('skip')
  expect(becomes(article('a', false), 'skip')).toBe('language')
  expect(becomes({ ...article('a'), fate: 'new' }, 'skip')).toBe('new')
})
