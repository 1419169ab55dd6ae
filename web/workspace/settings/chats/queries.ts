import { queryOptions } from '@tanstack/react-query'
import { listChats } from '#contract/chat-settings.ts'
import { call } from '../../../api/call.ts'

export const chatsQuery = queryOptions({
  queryKey: ['settings', 'chats'],
  queryFn: ({ signal }) => call(listChats, {}, { signal }),
  // Who is there changes while one looks.
  refetchInterval: 30_000,
})
