import { useTranslation } from 'react-i18next'
import type { TicketListItem } from '#contract/tickets.ts'
import { Callout } from '../../forms/callout.tsx'

/** What a merge would make of these tickets: which one stays, and what to mind. */
export function MergePreview({
  tickets,
  targetId,
  onTarget,
}: {
  tickets: readonly TicketListItem[]
  targetId: number
  onTarget: (id: number) => void
}) {
  const { t, i18n } = useTranslation()
  const nameOf = (ticket: TicketListItem) =>
    ticket.customer.name || ticket.customer.email || t('list.noCustomer')
  const customers = new Map(tickets.map((ticket) => [ticket.customer.id, nameOf(ticket)]))
  const sources = tickets.filter((ticket) => ticket.id !== targetId)
  return (
    <section aria-label={t('merge.preview')} className="flex flex-col gap-3 border-t border-line pt-3">
      <fieldset className="flex min-w-0 flex-col gap-0.5">
        <legend className="pb-1 font-medium">{t('merge.into')}</legend>
        {tickets.map((ticket) => (
          <label
            key={ticket.id}
            className="-mx-1.5 flex min-w-0 cursor-pointer items-center gap-2 rounded-sm px-1.5 py-1 hover:bg-hover max-md:py-2"
          >
            <input
              type="radio"
              name="merge-target"
              checked={ticket.id === targetId}
              onChange={() => onTarget(ticket.id)}
              className="size-4 flex-none accent-(--accent)"
            />
            <span className="numeric min-w-14 flex-none text-sm text-ink-3">{ticket.number}</span>
            <span className="truncate">{ticket.subject || t('list.noSubject')}</span>
          </label>
        ))}
        <p className="text-sm text-ink-3">{t('merge.intoHelp')}</p>
      </fieldset>
      {customers.size > 1 && (
        <Callout tone="warn" icon="alert">
          {t('merge.strangers', {
            names: new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(customers.values()),
          })}
        </Callout>
      )}
      {new Set(tickets.map((ticket) => ticket.teamId)).size > 1 && (
        <Callout icon="users">{t('merge.teams')}</Callout>
      )}
      {sources.some((ticket) => ticket.hasHeldReply) && <Callout icon="clock">{t('merge.held')}</Callout>}
    </section>
  )
}
