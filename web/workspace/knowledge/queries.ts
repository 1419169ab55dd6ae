import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Language } from '#contract/common.ts'
import { listArticleComments } from '#contract/knowledge-upkeep.ts'
import {
  type Article,
  getArticle,
  getArticleVersion,
  listArticles,
  listArticleVersions,
  listKnowledgeCategories,
} from '#contract/knowledge.ts'
import { call } from '../../api/call.ts'
import { queryClient } from '../query-client.ts'
import type { KnowledgeSearch } from './knowledge-search.ts'

/** Every read of the knowledge base; what begins with `knowledge` is fetched anew when somebody changes it. */
export const knowledgeCategoriesQuery = queryOptions({
  queryKey: ['knowledge', 'categories'],
  queryFn: ({ signal }) => call(listKnowledgeCategories, {}, { signal }),
})

export const articlesQuery = ({ category, state, q }: KnowledgeSearch) =>
  infiniteQueryOptions({
    queryKey: ['knowledge', 'articles', category ?? null, state ?? null, q ?? ''],
    queryFn: ({ signal, pageParam }) =>
      call(
        listArticles,
        { query: { categoryId: category, state, q, cursor: pageParam, limit: 50 } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  })

export const articleQuery = (id: number) =>
  queryOptions({
    queryKey: ['knowledge', 'article', id],
    queryFn: ({ signal }) => call(getArticle, { params: { id } }, { signal }),
  })

export const articleVersionsQuery = (id: number, language: Language) =>
  infiniteQueryOptions({
    queryKey: ['knowledge', 'article', id, 'versions', language],
    queryFn: ({ signal, pageParam }) =>
      call(
        listArticleVersions,
        { params: { id, language }, query: { cursor: pageParam, limit: 30 } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })

export const articleVersionQuery = (id: number) =>
  queryOptions({
    queryKey: ['knowledge', 'version', id],
    queryFn: ({ signal }) => call(getArticleVersion, { params: { id } }, { signal }),
  })

export const articleCommentsQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: ['knowledge', 'article', id, 'comments'],
    queryFn: ({ signal, pageParam }) =>
      call(listArticleComments, { params: { id }, query: { cursor: pageParam, limit: 10 } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })

/** What an operation answered is what there is; the lists follow. */
export function keepArticle(article: Article): void {
  queryClient.setQueryData(articleQuery(article.id).queryKey, article)
  void refreshLists()
}

export async function refreshLists(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['knowledge', 'articles'] }),
    queryClient.invalidateQueries({ queryKey: ['knowledge', 'categories'] }),
  ])
}
