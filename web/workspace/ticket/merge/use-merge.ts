import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { mergeTickets, undoMerge } from '#contract/ticket-care.ts'
import type { TicketListItem } from '#contract/tickets.ts'
import { call } from '../../../api/call.ts'
import { showToast } from '../../../ui/toast.tsx'
import { ticketQuery } from '../../queries.ts'
import { queryClient } from '../../query-client.ts'
import { refreshTicket } from '../refresh-ticket.ts'
import { useSayFailure } from '../use-say-failure.ts'
import { mergesQuery } from './queries.ts'

function refresh(ids: readonly number[]): void {
  for (const id of ids) {
    refreshTicket(id)
    void queryClient.invalidateQueries({ queryKey: ['care', id] })
  }
}

interface Wish {
  target: TicketListItem
  sources: readonly TicketListItem[]
  /** The ticket on the screen: it may be one of those that go. */
  opened: number
}

/** Merges tickets and opens what they became; the notice takes it back. */
export function useMerge() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const sayFailure = useSayFailure()
  const undo = useUndoMerge()
  return useMutation({
    mutationFn: ({ target, sources }: Wish) =>
      call(mergeTickets, {
        params: { id: target.id },
        body: { sourceIds: sources.map((source) => source.id) },
      }),
    onSuccess: (ticket, { sources, opened }) => {
      queryClient.setQueryData(ticketQuery(ticket.id).queryKey, ticket)
      refresh([ticket.id, ...sources.map((source) => source.id)])
      if (opened !== ticket.id) {
        void navigate({ to: '/tickets/$ticketId', params: { ticketId: ticket.id }, search: (was) => was })
      }
      showToast({
        tone: 'ok',
        text: t('merge.done', { number: ticket.number }),
        action: {
          label: t('action.undo'),
          run: () => {
            const ids = sources.map((source) => source.id)
            void queryClient
              .fetchQuery({ ...mergesQuery(ticket.id), staleTime: 0 })
              .then(async ({ items }) => {
                for (const merge of items.filter((each) => ids.includes(each.source.id))) {
                  await undo.mutateAsync({
                    mergeId: merge.id,
                    targetId: ticket.id,
                    number: merge.source.number,
                  })
                }
              })
          },
        },
      })
    },
    onError: (error) => sayFailure(error, t('merge.failed')),
  })
}

/** Takes two tickets apart again. */
export function useUndoMerge() {
  const { t } = useTranslation()
  const sayFailure = useSayFailure()
  return useMutation({
    mutationFn: ({ mergeId }: { mergeId: number; targetId: number; number: string }) =>
      call(undoMerge, { params: { id: mergeId } }),
    onSuccess: (source, { targetId, number }) => {
      refresh([source.id, targetId])
      showToast({ tone: 'ok', text: t('merge.undone', { number }) })
    },
    onError: (error, { targetId }) => {
      refresh([targetId])
      sayFailure(error, t('merge.failedUndo'))
    },
  })
}
