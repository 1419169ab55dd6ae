import { queryOptions } from '@tanstack/react-query'
import { getTicketChat, listOwnChats } from '#contract/chat-desk.ts'
import { call } from '../../api/call.ts'

/** The chat a ticket came from; asked only of tickets that came from one. */
export const ticketChatQuery = (id: number) =>
  queryOptions({
    queryKey: ['chat', id],
    queryFn: ({ signal }) => call(getTicketChat, { params: { id } }, { signal }),
    // Somebody whose line broke is noticed by their silence, which nobody tells.
    refetchInterval: 45_000,
  })

/** One's own conversations in chats. */
export const ownChatsQuery = queryOptions({
  queryKey: ['chats'],
  queryFn: ({ signal }) => call(listOwnChats, {}, { signal }),
})
