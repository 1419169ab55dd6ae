import * as z from 'zod'
import { PageQuery } from './common.ts'
import { route } from './route.ts'
import { TicketListItem } from './tickets.ts'

const Range = z.tuple([z.int(), z.int()])

export const SearchHit = z.object({
  ticket: TicketListItem,
  reason: z.enum(['number', 'words', 'address', 'name']),
  /** The place that matched, and where in it the words stand: [from, to) in UTF-16 units. */
  excerpt: z.string(),
  excerptRanges: z.array(Range),
  subjectRanges: z.array(Range),
  /** True when only an internal note matched. */
  isFromNote: z.boolean(),
})
export type SearchHit = z.infer<typeof SearchHit>

export const searchTickets = route({
  method: 'GET',
  path: '/search',
  tag: 'search',
  access: 'ticket.read',
  summary: 'Find tickets by number, words in any form, "a phrase", a name or an address; newest first',
  query: PageQuery.extend({ q: z.string().trim().min(1).max(300) }),
  response: z.object({
    items: z.array(SearchHit),
    nextCursor: z.string().nullable(),
    /** What was searched instead, when the words as typed are nowhere to be found. */
    correctedTo: z.string().nullable(),
  }),
})
