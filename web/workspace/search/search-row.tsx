import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { SearchHit } from '#contract/search.ts'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { useDates } from '../../ui/use-dates.ts'
import { prefetchTicket } from '../ticket/prefetch.ts'
import { PriorityDot } from '../ticket/priority.tsx'
import { sourceIcon } from '../ticket/source.ts'
import { StateTag } from '../ticket/state-tag.tsx'
import { Highlight } from './highlight.tsx'
import { nameless } from '../ticket/nameless.ts'

/** A found ticket: the row of a list, and under it the place that matched. */
export function SearchRow({ hit, isOpen }: { hit: SearchHit; isOpen: boolean }) {
  const { t } = useTranslation()
  const dates = useDates()
  const { ticket } = hit
  const why = hit.reason === 'words' ? null : t(`search.reason_${hit.reason}`)
  return (
    <Link
      to="/tickets/$ticketId"
      params={{ ticketId: ticket.id }}
      search={(was) => was}
      data-ticket={ticket.id}
      aria-current={isOpen ? 'true' : undefined}
      onPointerEnter={() => prefetchTicket(ticket.id)}
      className={classNames(
        'grid grid-cols-[8px_minmax(0,1fr)_auto] gap-x-2.5 border-b border-line px-4 py-2 focus-visible:-outline-offset-2',
        isOpen ? 'bg-selected' : 'hover:bg-hover',
      )}
    >
      <PriorityDot priority={ticket.priority} className="mt-1.5" />
      <span className="flex min-w-0 items-center gap-1.5">
        <Icon name={sourceIcon(ticket.source)} size={14} className="text-ink-3" />
        <span className="truncate">
          {ticket.customer.name || ticket.customer.email || nameless(t, ticket.source)}
        </span>
        <span className="numeric flex-none text-sm text-ink-3">{ticket.number}</span>
      </span>
      <time
        dateTime={ticket.lastActivityAt}
        title={dates.full(ticket.lastActivityAt)}
        className="numeric text-right text-sm text-ink-3"
      >
        {dates.list(ticket.lastActivityAt)}
      </time>
      <span className="col-start-2 truncate text-ink-2">
        <Highlight text={ticket.subject || t('list.noSubject')} ranges={hit.subjectRanges} />
      </span>
      <span className="flex items-center justify-end">
        <StateTag ticket={ticket} />
      </span>
      {(hit.excerpt || why) && (
        <span className="col-span-2 col-start-2 mt-0.5 line-clamp-2 text-sm break-words text-ink-3">
          {hit.isFromNote && (
            <span className="mr-1 rounded-xs bg-note px-1 text-xs font-medium text-note-ink">
              {t('search.inNote')}
            </span>
          )}
          {why && <span className="mr-1">{why}:</span>}
          <Highlight text={hit.excerpt} ranges={hit.excerptRanges} />
        </span>
      )}
    </Link>
  )
}
