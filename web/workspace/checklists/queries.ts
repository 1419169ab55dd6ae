import { queryOptions } from '@tanstack/react-query'
import { listChecklists, listTicketChecklists } from '#contract/checklists.ts'
import { call } from '../../api/call.ts'

/** The desk's templates; made stale with the rest of the desk's words. */
export const checklistsQuery = queryOptions({
  queryKey: ['desk', 'checklists'],
  queryFn: ({ signal }) => call(listChecklists, {}, { signal }),
  staleTime: Infinity,
})

/** What was started on a ticket; made stale with what belongs to the ticket. */
export const ticketChecklistsQuery = (id: number) =>
  queryOptions({
    queryKey: ['care', id, 'checklists'],
    queryFn: ({ signal }) => call(listTicketChecklists, { params: { id } }, { signal }),
  })
