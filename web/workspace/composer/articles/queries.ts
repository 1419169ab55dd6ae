import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Language } from '#contract/common.ts'
import { readArticle, searchArticles } from '#contract/help.ts'
import { call } from '../../../api/call.ts'

export const foundArticlesQuery = (query: string, language: Language) =>
  queryOptions({
    queryKey: ['knowledge', 'found', language, query],
    queryFn: ({ signal }) => call(searchArticles, { query: { query, language, limit: 12 } }, { signal }),
    placeholderData: keepPreviousData,
  })

export const readArticleQuery = (id: number, language: Language) =>
  queryOptions({
    queryKey: ['knowledge', 'read', id, language],
    queryFn: ({ signal }) => call(readArticle, { params: { id }, query: { language } }, { signal }),
  })
