import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { FieldChanges } from '#contract/fields.ts'
import { type Ticket, updateTicket } from '#contract/tickets.ts'
import { call } from '../../api/call.ts'
import { isFailure } from '../../api/failure.ts'
import { ticketQuery } from '../queries.ts'
import { queryClient } from '../query-client.ts'
import { openConflict } from './conflict.ts'
import { useSayFailure } from './use-say-failure.ts'

export interface TicketChange extends Partial<
  Pick<Ticket, 'subject' | 'statusId' | 'priority' | 'categoryId' | 'teamId' | 'assigneeId' | 'tags'>
> {
  /** The desk's own fields: those that are left out stay, null empties one. */
  fields?: FieldChanges
}

/**
 * Changes a ticket: shown at once, kept if the server agrees. When somebody else was first, the screen takes their
 * state and says what they changed; nothing is overwritten.
 */
export function useUpdateTicket(id: number) {
  const { t } = useTranslation()
  const sayFailure = useSayFailure()
  const key = ticketQuery(id).queryKey
  return useMutation({
    // One after another: a second change takes the version the first one made, and never quarrels with it.
    scope: { id: `ticket ${id}` },
    mutationFn: (change: TicketChange) => {
      const version = queryClient.getQueryData(key)?.version ?? 0
      return call(updateTicket, { params: { id }, body: { ...change, version } })
    },
    onMutate: async (change) => {
      await queryClient.cancelQueries({ queryKey: key })
      const before = queryClient.getQueryData(key)
      // The version stays the server's: a guess would make the next change fail.
      if (before) queryClient.setQueryData(key, withChange(before, change))
      return { before }
    },
    onSuccess: (ticket) => {
      queryClient.setQueryData(key, ticket)
      void queryClient.invalidateQueries({ queryKey: ['feed', id] })
      void queryClient.invalidateQueries({ queryKey: ['tickets'] })
      void queryClient.invalidateQueries({ queryKey: ['counts'] })
    },
    onError: async (error, change, context) => {
      if (context?.before) queryClient.setQueryData(key, context.before)
      if (!isFailure(error, 'version_conflict')) {
        sayFailure(error, t('ticket.notChanged'))
        return
      }
      const now = await queryClient.fetchQuery({ ...ticketQuery(id), staleTime: 0 })
      if (context?.before) openConflict({ before: context.before, now, change })
    },
  })
}

function withChange(ticket: Ticket, { fields, ...change }: TicketChange): Ticket {
  const kept = Object.entries({ ...ticket.fields, ...fields }).filter(([, value]) => value !== null)
  return { ...ticket, ...change, fields: Object.fromEntries(kept) }
}
