import { queryOptions } from '@tanstack/react-query'
import { searchTickets } from '#contract/search.ts'
import { listMerges } from '#contract/ticket-care.ts'
import { call } from '../../../api/call.ts'

/** The tickets that went into one; made stale with what belongs to the ticket. */
export const mergesQuery = (id: number) =>
  queryOptions({
    queryKey: ['care', id, 'merges'],
    queryFn: ({ signal }) => call(listMerges, { params: { id } }, { signal }),
  })

/** Tickets to choose from, by what was typed. */
export const candidatesQuery = (q: string) =>
  queryOptions({
    queryKey: ['tickets', 'to-merge', q],
    queryFn: ({ signal }) => call(searchTickets, { query: { q, limit: 12 } }, { signal }),
    enabled: q !== '',
  })
