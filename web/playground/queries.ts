import { QueryClient, queryOptions } from '@tanstack/react-query'
import { getMailbox, getMailboxLetter, getPlayground, type Trail } from '#contract/playground.ts'
import { call } from '../api/call.ts'
import { RequestFailed } from '../api/failure.ts'

/** Strangers have no live line: the mailbox is looked into once a second, and oftener while something is on its way. */
const calmMs = 1500
const busyMs = 500

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (count, error) => count < 2 && error instanceof RequestFailed && error.failure === 'network',
      networkMode: 'always',
      refetchOnWindowFocus: true,
    },
    mutations: { networkMode: 'always' },
  },
})

export const playgroundQuery = queryOptions({
  queryKey: ['playground'],
  queryFn: ({ signal }) => call(getPlayground, {}, { signal }),
  staleTime: Infinity,
})

export const mailboxQuery = (address: string) =>
  queryOptions({
    queryKey: ['mailbox', address],
    queryFn: ({ signal }) => call(getMailbox, { query: { address } }, { signal }),
    refetchInterval: ({ state }) => (state.data?.trails.some(isOnItsWay) ? busyMs : calmMs),
  })

export const letterQuery = (id: number) =>
  queryOptions({
    queryKey: ['letter', id],
    queryFn: ({ signal }) => call(getMailboxLetter, { params: { id } }, { signal }),
    staleTime: Infinity,
  })

/** Whether the desk's machinery, and nobody in person, is expected to do the next thing. */
export function isOnItsWay({ steps }: Trail): boolean {
  const last = steps.at(-1)
  if (!last) return false
  return (
    last.kind === 'accepted' ||
    last.kind === 'entered' ||
    (last.kind === 'delivery' && last.state === 'queued') ||
    (last.kind === 'decided' && last.state === 'received')
  )
}
