import { feedQuery, ticketQuery } from '../queries.ts'
import { queryClient } from '../query-client.ts'

/** Fetches a ticket that is about to be opened. */
export function prefetchTicket(id: number): void {
  void queryClient.prefetchQuery(ticketQuery(id))
  void queryClient.prefetchInfiniteQuery(feedQuery(id))
}
