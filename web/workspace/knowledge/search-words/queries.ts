import { queryOptions } from '@tanstack/react-query'
import { getSynonyms, listMissedSearches } from '#contract/knowledge-upkeep.ts'
import { call } from '../../../api/call.ts'

export const synonymsQuery = queryOptions({
  queryKey: ['knowledge', 'synonyms'],
  queryFn: ({ signal }) => call(getSynonyms, {}, { signal }),
})

export const missedSearchesQuery = queryOptions({
  queryKey: ['knowledge', 'missed'],
  queryFn: ({ signal }) => call(listMissedSearches, { query: { limit: 200 } }, { signal }),
})
