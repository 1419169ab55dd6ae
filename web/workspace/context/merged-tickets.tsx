import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TicketMerge } from '#contract/ticket-care.ts'
import type { Ticket } from '#contract/tickets.ts'
import { Button } from '../../ui/button.tsx'
import { useDates } from '../../ui/use-dates.ts'
import { useCan } from '../session.ts'
import { Confirm } from '../settings/frame/confirm.tsx'
import { mergesQuery } from '../ticket/merge/queries.ts'
import { useUndoMerge } from '../ticket/merge/use-merge.ts'
import { Section } from './section.tsx'

/** The tickets that went into this one, and the way back; nothing where there are none. */
export function MergedTickets({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation()
  const dates = useDates()
  const can = useCan()
  const { data } = useQuery(mergesQuery(ticket.id))
  const [asking, setAsking] = useState<TicketMerge | null>(null)
  const undo = useUndoMerge()
  const items = data?.items ?? []
  if (items.length === 0) return null
  return (
    <Section title={t('merge.section')}>
      <ul className="flex flex-col gap-1.5">
        {items.map((merge) => (
          <li key={merge.id} className="flex min-w-0 items-start gap-2">
            <span className="min-w-0 flex-1">
              <span className="flex min-w-0 gap-2">
                <span className="numeric flex-none text-sm leading-5 text-ink-3">{merge.source.number}</span>
                <span className="truncate">{merge.source.subject || t('list.noSubject')}</span>
              </span>
              <span className="block truncate text-sm text-ink-3" title={dates.full(merge.mergedAt)}>
                {[
                  t('merge.posts', { count: merge.postCount }),
                  merge.mergedBy?.name,
                  dates.list(merge.mergedAt),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
            {merge.canUndo && can('ticket.update') && (
              <Button look="ghost" onClick={() => setAsking(merge)}>
                {t('merge.undo')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {asking && (
        <Confirm
          isOpen
          onClose={() => setAsking(null)}
          isBusy={undo.isPending}
          title={t('merge.undoTitle', { number: asking.source.number })}
          action={t('merge.undo')}
          onConfirm={() =>
            undo.mutate(
              { mergeId: asking.id, targetId: ticket.id, number: asking.source.number },
              { onSettled: () => setAsking(null) },
            )
          }
        >
          {t('merge.undoText', { number: asking.source.number })}
        </Confirm>
      )}
    </Section>
  )
}
