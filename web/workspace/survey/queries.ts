import { queryOptions } from '@tanstack/react-query'
import { listTicketSurveys } from '#contract/surveys.ts'
import { call } from '../../api/call.ts'

/** Made stale with what belongs to the ticket. */
export const ticketSurveysQuery = (id: number) =>
  queryOptions({
    queryKey: ['care', id, 'surveys'],
    queryFn: ({ signal }) => call(listTicketSurveys, { params: { id } }, { signal }),
  })
