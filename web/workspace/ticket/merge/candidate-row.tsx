import { useTranslation } from 'react-i18next'
import type { TicketListItem } from '#contract/tickets.ts'
import { Tag } from '../../../ui/tag.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { useDesk } from '../../desk.ts'

/** A ticket that could be merged, with a box to tick. */
export function CandidateRow({
  ticket,
  isStranger,
  isChosen,
  onToggle,
}: {
  ticket: TicketListItem
  /** Somebody else's: then it says whose. */
  isStranger: boolean
  isChosen: boolean
  onToggle: () => void
}) {
  const { t } = useTranslation()
  const dates = useDates()
  const { statusName } = useDesk()
  const isOver = ticket.statusCategory === 'solved' || ticket.statusCategory === 'closed'
  return (
    <li>
      <label className="-mx-1.5 grid cursor-pointer grid-cols-[16px_auto_minmax(0,1fr)_auto] items-center gap-2 rounded-sm px-1.5 py-1.5 hover:bg-hover max-md:py-2.5">
        <input
          type="checkbox"
          checked={isChosen}
          onChange={onToggle}
          className="size-4 flex-none accent-(--accent)"
        />
        <span className="numeric min-w-14 text-sm text-ink-3">{ticket.number}</span>
        <span className="min-w-0">
          <span className="block truncate">{ticket.subject || t('list.noSubject')}</span>
          <span className="block truncate text-sm text-ink-3">
            {isStranger && `${ticket.customer.name || ticket.customer.email || t('list.noCustomer')} · `}
            {ticket.snippet || dates.list(ticket.createdAt)}
          </span>
        </span>
        <Tag tone={isOver ? 'ok' : 'plain'}>{statusName(ticket.statusId)}</Tag>
      </label>
    </li>
  )
}
