import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { TicketListItem } from '#contract/tickets.ts'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { useDates } from '../../ui/use-dates.ts'
import { PriorityDot } from '../ticket/priority.tsx'
import { sourceIcon } from '../ticket/source.ts'
import { prefetchTicket } from '../ticket/prefetch.ts'
import { StateTag } from '../ticket/state-tag.tsx'
import { nameless } from '../ticket/nameless.ts'

/** Who, what, when; one line of evidence; nothing else. */
export const TicketRow = memo(function TicketRow({
  ticket,
  isOpen,
  isChosen,
  isTabStop,
  onFocus,
}: {
  ticket: TicketListItem
  isOpen: boolean
  isChosen: boolean
  isTabStop: boolean
  onFocus: () => void
}) {
  const { t } = useTranslation()
  const dates = useDates()
  const isUnread = ticket.isUnread && !isOpen
  return (
    <Link
      to="/tickets/$ticketId"
      params={{ ticketId: ticket.id }}
      search={(was) => was}
      data-ticket={ticket.id}
      tabIndex={isTabStop ? 0 : -1}
      aria-current={isOpen ? 'true' : undefined}
      onFocus={onFocus}
      // A ticket should be there before the button is released.
      onPointerEnter={() => prefetchTicket(ticket.id)}
      onPointerDown={() => prefetchTicket(ticket.id)}
      className={classNames(
        'grid h-(--row) grid-cols-[8px_minmax(0,1fr)_auto] content-center gap-x-2.5 border-b border-line px-4',
        'focus-visible:-outline-offset-2',
        isOpen || isChosen ? 'bg-selected' : 'hover:bg-hover',
      )}
    >
      <PriorityDot priority={ticket.priority} className="mt-1.5" />
      <span className="flex min-w-0 items-center gap-1.5">
        <Icon name={sourceIcon(ticket.source)} size={14} className="text-ink-3" />
        <span className={classNames('truncate', isUnread && 'font-semibold')}>
          {ticket.customer.name || ticket.customer.email || nameless(t, ticket.source)}
        </span>
        <span className="numeric flex-none text-sm text-ink-3">{ticket.number}</span>
        {isUnread && <span className="sr-only">{t('list.unread')}</span>}
      </span>
      <time
        dateTime={ticket.lastActivityAt}
        title={dates.full(ticket.lastActivityAt)}
        className="numeric text-right text-sm text-ink-3"
      >
        {dates.list(ticket.lastActivityAt)}
      </time>
      <span className={classNames('col-start-2 truncate', isUnread ? 'text-ink' : 'text-ink-2')}>
        {ticket.subject || t('list.noSubject')}
      </span>
      <span className="flex items-center justify-end gap-1">
        <StateTag ticket={ticket} />
      </span>
    </Link>
  )
})
