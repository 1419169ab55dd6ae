import { queryOptions } from '@tanstack/react-query'
import { getInvitation, getSetup } from '#contract/identity.ts'
import { call } from '../../api/call.ts'

export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => call(getSetup, {}, { signal }),
  staleTime: 0,
})

export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => call(getInvitation, { params: { token } }, { signal }),
    staleTime: Infinity,
  })
