import { queryOptions } from '@tanstack/react-query'
import { getClocks } from '#contract/sla.ts'
import { call } from '../../api/call.ts'

/** Why a ticket is due when it is; counts as old as soon as the ticket has changed. */
export const clocksQuery = (ticketId: number) =>
  queryOptions({
    queryKey: ['ticket', ticketId, 'clocks'],
    queryFn: ({ signal }) => call(getClocks, { params: { id: ticketId } }, { signal }),
  })
