import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { freezeTicket, unfreezeTicket } from '#contract/ticket-care.ts'
import type { Ticket } from '#contract/tickets.ts'
import { call } from '../../api/call.ts'
import { showToast } from '../../ui/toast.tsx'
import { useMoment } from '../composer/use-moment.ts'
import { ticketQuery } from '../queries.ts'
import { queryClient } from '../query-client.ts'
import { refreshTicket } from './refresh-ticket.ts'
import { useSayFailure } from './use-say-failure.ts'

/** Puts a ticket aside until an instant, or brings it back (null); either can be taken back from the notice. */
export function useFreeze({ id, number, frozenUntil }: Ticket) {
  const { t } = useTranslation()
  const moment = useMoment()
  const sayFailure = useSayFailure()
  const change = useMutation({
    scope: { id: `ticket ${id}` },
    mutationFn: ({ until }: { until: string | null; before?: string | null }) =>
      until === null
        ? call(unfreezeTicket, { params: { id } })
        : call(freezeTicket, { params: { id }, body: { until } }),
    onSuccess: (ticket, { until, before }) => {
      queryClient.setQueryData(ticketQuery(id).queryKey, ticket)
      refreshTicket(id)
      if (before === undefined) return
      showToast({
        tone: 'ok',
        text:
          until === null ? t('freeze.undone', { number }) : t('freeze.done', { number, when: moment(until) }),
        action: { label: t('action.undo'), run: () => change.mutate({ until: before }) },
      })
    },
    onError: (error, { until }) =>
      sayFailure(error, t(until === null ? 'freeze.failedUndo' : 'freeze.failed')),
  })
  return (until: string | null) => change.mutate({ until, before: frozenUntil })
}
