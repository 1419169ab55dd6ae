import { queryOptions } from '@tanstack/react-query'
import { listFields } from '#contract/fields.ts'
import { call } from '../../api/call.ts'

/** The desk's own fields; made stale with the rest of the desk's words. */
export const fieldsQuery = queryOptions({
  queryKey: ['desk', 'fields'],
  queryFn: ({ signal }) => call(listFields, {}, { signal }),
  staleTime: Infinity,
})
