import { useTranslation } from 'react-i18next'
import type { TicketListItem } from '#contract/tickets.ts'
import { Tag, type TagTone } from '../../ui/tag.tsx'
import { useDates } from '../../ui/use-dates.ts'
import { useDesk } from '../desk.ts'

const hourMs = 3_600_000

/** How long is too long, until deadlines of their own say so. */
function waitingTone(ms: number): TagTone {
  return ms > 24 * hourMs ? 'bad' : ms > 4 * hourMs ? 'warn' : 'plain'
}

/** The one thing to know about a ticket in a list: how long the customer waits, or whose turn it is. */
export function StateTag({ ticket }: { ticket: TicketListItem }) {
  const { t } = useTranslation()
  const { statusName } = useDesk()
  const dates = useDates()
  if (ticket.hasHeldReply) return <Tag tone="warn">{t('list.heldReply')}</Tag>
  const isOver = ticket.statusCategory === 'solved' || ticket.statusCategory === 'closed'
  if (ticket.waitingSince && !isOver && ticket.statusCategory !== 'paused') {
    const waits = dates.since(ticket.waitingSince)
    return (
      <Tag tone={waitingTone(Date.now() - Date.parse(ticket.waitingSince))}>
        <span title={t('list.waits', { time: waits })}>{waits}</span>
      </Tag>
    )
  }
  const tone = ticket.statusCategory === 'paused' || ticket.statusCategory === 'solved' ? 'ok' : 'plain'
  return <Tag tone={tone}>{statusName(ticket.statusId)}</Tag>
}
