import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { getCustomer, listCustomers } from '#contract/customers.ts'
import { getDesk } from '#contract/desk.ts'
import { getDraft } from '#contract/drafts.ts'
import { getSession } from '#contract/identity.ts'
import { getPresence } from '#contract/presence.ts'
import { searchTickets } from '#contract/search.ts'
import { checkRecipients } from '#contract/sending.ts'
import { type ChosenRecipients, countTickets, getTicket, getFeed, listTickets } from '#contract/tickets.ts'
import { call } from '../api/call.ts'
import type { TicketQuery } from './view.ts'

/** Every read of the workspace, with the key it is cached and made stale under. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => call(getSession, {}, { signal }),
  staleTime: Infinity,
})

export const deskQuery = queryOptions({
  queryKey: ['desk'],
  queryFn: ({ signal }) => call(getDesk, {}, { signal }),
  staleTime: Infinity,
})

export const countsQuery = queryOptions({
  queryKey: ['counts'],
  queryFn: ({ signal }) => call(countTickets, {}, { signal }),
})

export const ticketsQuery = (query: TicketQuery) =>
  infiniteQueryOptions({
    queryKey: ['tickets', query],
    queryFn: ({ signal, pageParam }) =>
      call(listTickets, { query: { ...query, cursor: pageParam, limit: 50 } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })

export const ticketQuery = (id: number) =>
  queryOptions({
    queryKey: ['ticket', id],
    queryFn: ({ signal }) => call(getTicket, { params: { id } }, { signal }),
  })

/** The conversation: pages run from the newest to what came earlier, each of them oldest first. */
export const feedQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: ['feed', id],
    queryFn: ({ signal, pageParam }) =>
      call(getFeed, { params: { id }, query: { cursor: pageParam, limit: 50 } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })

export const presenceQuery = (id: number) =>
  queryOptions({
    queryKey: ['presence', id],
    queryFn: ({ signal }) => call(getPresence, { params: { id } }, { signal }),
  })

/** Who would get a reply and what is to be known of them; null asks for the usual recipients. */
export const recipientsQuery = (id: number, chosen: ChosenRecipients | null) =>
  queryOptions({
    queryKey: ['recipients', id, chosen],
    queryFn: ({ signal }) => call(checkRecipients, { params: { id }, body: { chosen } }, { signal }),
    // While an address is added, the others stay on the screen.
    placeholderData: keepPreviousData,
  })

/** Always asked anew when a ticket is opened: another tab or another computer may have written on. */
export const draftQuery = (id: number) =>
  queryOptions({
    queryKey: ['draft', id],
    queryFn: ({ signal }) => call(getDraft, { params: { id } }, { signal }),
    staleTime: 0,
    gcTime: 0,
  })

export const customerQuery = (id: number) =>
  queryOptions({
    queryKey: ['customer', id],
    queryFn: ({ signal }) => call(getCustomer, { params: { id } }, { signal }),
  })

export const customerTicketsQuery = (id: number) =>
  queryOptions({
    queryKey: ['tickets', 'customer', id],
    queryFn: ({ signal }) =>
      call(listTickets, { query: { customerId: id, status: 'any', sort: 'created', limit: 12 } }, { signal }),
  })

export const customersQuery = (q: string) =>
  queryOptions({
    queryKey: ['customers', q],
    queryFn: ({ signal }) => call(listCustomers, { query: { q, limit: 8 } }, { signal }),
  })

export const searchQuery = (q: string, limit = 30) =>
  infiniteQueryOptions({
    queryKey: ['search', q, limit],
    queryFn: ({ signal, pageParam }) =>
      call(searchTickets, { query: { q, cursor: pageParam, limit } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
