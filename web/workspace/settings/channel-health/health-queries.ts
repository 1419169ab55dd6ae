import { queryOptions } from '@tanstack/react-query'
import { countChannelProblems, getChannelHealth } from '#contract/channel-health.ts'
import { call } from '../../../api/call.ts'

export const channelHealthQuery = queryOptions({
  queryKey: ['mail', 'health'],
  queryFn: ({ signal }) => call(getChannelHealth, {}, { signal }),
  // "A letter has waited for twelve minutes" grows without anything happening.
  refetchInterval: 30_000,
})

export const mailProblemsQuery = queryOptions({
  queryKey: ['mail', 'problems'],
  queryFn: ({ signal }) => call(countChannelProblems, {}, { signal }),
  refetchInterval: 5 * 60_000,
})
