import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Language } from '#contract/common.ts'
import {
  getKnowledgeImport,
  type KnowledgeImport,
  listKnowledgeImports,
  planKnowledgeImport,
} from '#contract/knowledge-import.ts'
import { call } from '../../../api/call.ts'
import { queryClient } from '../../query-client.ts'

export const importsQuery = queryOptions({
  queryKey: ['knowledge', 'imports'],
  queryFn: ({ signal }) => call(listKnowledgeImports, {}, { signal }),
})

export const importQuery = (id: number) =>
  queryOptions({
    queryKey: ['knowledge', 'import', id],
    queryFn: ({ signal }) => call(getKnowledgeImport, { params: { id } }, { signal }),
    // Its readers are told once, at the end: how far it is, is asked for.
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 700 : false),
  })

/** Once it was imported, the same files have become something. */
export const planQuery = (
  { id, state }: Pick<KnowledgeImport, 'id' | 'state'>,
  language: Language,
  categoryId: number | null,
) =>
  queryOptions({
    queryKey: ['knowledge', 'import', id, 'plan', state, language, categoryId],
    queryFn: ({ signal }) =>
      call(
        planKnowledgeImport,
        { params: { id }, query: { language, categoryId: categoryId ?? undefined } },
        { signal },
      ),
    placeholderData: keepPreviousData,
  })

/** What an operation answered is what there is; the list and the plan follow. */
export function keepImport(data: KnowledgeImport): void {
  queryClient.setQueryData(importQuery(data.id).queryKey, data)
  void queryClient.invalidateQueries({ queryKey: importsQuery.queryKey })
}
