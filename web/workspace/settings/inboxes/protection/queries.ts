import { queryOptions } from '@tanstack/react-query'
import { listLetterKeys } from '#contract/letter-keys.ts'
import { call } from '../../../../api/call.ts'

export const letterKeysQuery = (inboxId: number) =>
  queryOptions({
    queryKey: ['settings', 'letter-keys', inboxId],
    queryFn: ({ signal }) => call(listLetterKeys, { params: { id: inboxId } }, { signal }),
  })
