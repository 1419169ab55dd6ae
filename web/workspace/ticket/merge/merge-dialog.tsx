import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Ticket, TicketListItem } from '#contract/tickets.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Input } from '../../../ui/field.tsx'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { useDebounced } from '../../palette/use-debounced.ts'
import { customerTicketsQuery } from '../../queries.ts'
import { CandidateRow } from './candidate-row.tsx'
import { MergePreview } from './merge-preview.tsx'
import { candidatesQuery } from './queries.ts'
import { useMerge } from './use-merge.ts'

/** Chooses which tickets become one, and which of them it is. */
export function MergeDialog({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const q = useDebounced(typed.trim(), 200)
  const own = useQuery(customerTicketsQuery(ticket.customer.id))
  const found = useQuery(candidatesQuery(q))
  const [chosen, setChosen] = useState<readonly TicketListItem[]>([])
  const [targetId, setTargetId] = useState(ticket.id)
  const merge = useMerge()
  const isOther = (each: TicketListItem) => each.id !== ticket.id && each.mergedIntoId === null
  const asked = q ? found : own
  const items = (q ? found.data?.items.map((hit) => hit.ticket) : own.data?.items)?.filter(isOther)
  const toggle = (each: TicketListItem) => {
    const isChosen = chosen.some((one) => one.id === each.id)
    setChosen(isChosen ? chosen.filter((one) => one.id !== each.id) : [...chosen, each])
    if (isChosen && targetId === each.id) setTargetId(ticket.id)
  }
  const all: readonly TicketListItem[] = [ticket, ...chosen]
  const target = all.find((each) => each.id === targetId) ?? ticket
  const sources = all.filter((each) => each.id !== target.id)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('merge.title')}
      width={600}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            look="primary"
            icon="merge"
            disabled={chosen.length === 0}
            isBusy={merge.isPending}
            onClick={() => merge.mutate({ target, sources, opened: ticket.id }, { onSuccess: onClose })}
          >
            {chosen.length === 0 ? t('merge.title') : t('merge.do', { count: all.length })}
          </Button>
        </>
      }
    >
      <div className="flex min-h-0 flex-col gap-3 p-4">
        <Input
          type="search"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the agent has just asked to find tickets
          autoFocus
          value={typed}
          placeholder={t('merge.search')}
          aria-label={t('merge.search')}
          onChange={(event) => setTyped(event.target.value)}
        />
        <section aria-label={t(q ? 'merge.found' : 'merge.pick')}>
          <h3 className="mb-1 text-sm font-medium text-ink-3">{t(q ? 'merge.found' : 'merge.pick')}</h3>
          {!items && asked.isError && (
            <ErrorState
              className="py-4"
              title={t(q ? 'search.errorTitle' : 'list.errorTitle')}
              onRetry={() => void asked.refetch()}
            />
          )}
          {!items && !asked.isError && (
            <div aria-busy="true" className="flex flex-col gap-2 py-2">
              <Skeleton className="h-4 w-3/4" />
              <Skeleton className="h-4 w-1/2" />
            </div>
          )}
          {items?.length === 0 && (
            <p className="py-2 text-ink-3">{t(q ? 'ticket.nothingFound' : 'merge.none')}</p>
          )}
          <ul className="max-h-56 overflow-y-auto overscroll-contain">
            {items?.map((each) => (
              <CandidateRow
                key={each.id}
                ticket={each}
                isStranger={each.customer.id !== ticket.customer.id}
                isChosen={chosen.some((one) => one.id === each.id)}
                onToggle={() => toggle(each)}
              />
            ))}
          </ul>
        </section>
        {chosen.length > 0 && <MergePreview tickets={all} targetId={target.id} onTarget={setTargetId} />}
      </div>
    </Dialog>
  )
}
