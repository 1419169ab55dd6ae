import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { getReplyProtection, getSentProtection, listCorrespondentKeys } from '#contract/letter-keys.ts'
import type { Ticket } from '#contract/tickets.ts'
import { call } from '../../api/call.ts'

/** Everything that hangs on a customer's keys begins with this: a word about one of them makes it stale together. */
const keysOf = (customerId: number) => ['letter-keys', customerId] as const

export const correspondentKeysQuery = (customerId: number) =>
  queryOptions({
    queryKey: keysOf(customerId),
    queryFn: ({ signal }) => call(listCorrespondentKeys, { params: { id: customerId } }, { signal }),
  })

/** How an answer to these addresses would leave. */
export const replyProtectionQuery = (ticket: Ticket, addresses: readonly string[]) =>
  queryOptions({
    queryKey: [...keysOf(ticket.customer.id), ticket.id, addresses],
    queryFn: ({ signal }) =>
      call(getReplyProtection, { params: { id: ticket.id }, query: { to: addresses.join(',') } }, { signal }),
    placeholderData: keepPreviousData,
  })

/** How replies have left; asked anew with the feed they stand in. */
export const sentProtectionQuery = (ticketId: number) =>
  queryOptions({
    queryKey: ['feed', ticketId, 'sent-protection'],
    queryFn: ({ signal }) => call(getSentProtection, { params: { id: ticketId } }, { signal }),
  })
