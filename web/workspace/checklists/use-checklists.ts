import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import {
  removeTicketChecklist,
  startChecklist,
  type TicketChecklist,
  tickChecklistItem,
} from '#contract/checklists.ts'
import { call } from '../../api/call.ts'
import { showToast } from '../../ui/toast.tsx'
import { queryClient } from '../query-client.ts'
import { useSession } from '../session.ts'
import { useSayFailure } from '../ticket/use-say-failure.ts'
import { ticketChecklistsQuery } from './queries.ts'

/** How much of some checklists is done. */
export function progressOf(checklists: readonly TicketChecklist[]): { done: number; of: number } {
  const items = checklists.flatMap((checklist) => checklist.items)
  return { done: items.filter((item) => item.doneAt !== null).length, of: items.length }
}

/** What one does with the checklists of a ticket: shown at once, kept if the server agrees. */
export function useChecklists(ticketId: number) {
  const { t } = useTranslation()
  const { agent } = useSession()
  const sayFailure = useSayFailure()
  const { queryKey } = ticketChecklistsQuery(ticketId)
  const again = () => {
    void queryClient.invalidateQueries({ queryKey })
    void queryClient.invalidateQueries({ queryKey: ['feed', ticketId] })
  }
  const onError = (error: unknown) => {
    again()
    sayFailure(error, t('checklist.failed'))
  }
  const start = useMutation({
    mutationFn: (checklistId: number) =>
      call(startChecklist, { params: { id: ticketId }, body: { checklistId } }),
    onSuccess: (checklists) => {
      queryClient.setQueryData(queryKey, checklists)
      again()
    },
    onError,
  })
  const tick = useMutation({
    mutationFn: ({ itemId, isDone }: { itemId: number; isDone: boolean }) =>
      call(tickChecklistItem, { params: { id: itemId }, body: { isDone } }),
    onMutate: async ({ itemId, isDone }) => {
      await queryClient.cancelQueries({ queryKey })
      const stamp = {
        doneAt: isDone ? new Date().toISOString() : null,
        doneBy: isDone ? { id: agent.id, name: agent.name } : null,
      }
      queryClient.setQueryData(queryKey, (old) => old && { items: old.items.map(withItem(itemId, stamp)) })
    },
    onSuccess: again,
    onError,
  })
  const remove = useMutation({
    mutationFn: (checklist: TicketChecklist) => call(removeTicketChecklist, { params: { id: checklist.id } }),
    onSuccess: (_, { name }) => {
      again()
      showToast({ tone: 'ok', text: t('checklist.removed', { name }) })
    },
    onError,
  })
  return { start, tick, remove }
}

type Stamp = Pick<TicketChecklist['items'][number], 'doneAt' | 'doneBy'>

function withItem(itemId: number, stamp: Stamp) {
  return (checklist: TicketChecklist): TicketChecklist => ({
    ...checklist,
    items: checklist.items.map((item) => (item.id === itemId ? { ...item, ...stamp } : item)),
  })
}
