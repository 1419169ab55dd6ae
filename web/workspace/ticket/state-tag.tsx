import { useTranslation } from 'react-i18next'
import type { TicketListItem } from '#contract/tickets.ts'
import { Icon } from '../../ui/icon.tsx'
import { Tag, type TagTone } from '../../ui/tag.tsx'
import { useDates } from '../../ui/use-dates.ts'
import { useMoment } from '../composer/use-moment.ts'
import { useDesk } from '../desk.ts'
import { DueChip } from '../sla/due-chip.tsx'

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
  const moment = useMoment()
  if (ticket.hasHeldReply) return <Tag tone="warn">{t('list.heldReply')}</Tag>
  if (ticket.dueAt !== null && ticket.dueKind !== null)
    return <DueChip at={ticket.dueAt} kind={ticket.dueKind} />
  if (ticket.frozenUntil) {
    return (
      <Tag tone="accent">
        <Icon name="snow" size={12} />
        <span className="sr-only">{t('freeze.frozenUntil', { when: moment(ticket.frozenUntil) })}</span>
        <span aria-hidden="true" title={t('freeze.frozenUntil', { when: moment(ticket.frozenUntil) })}>
          {dates.list(ticket.frozenUntil)}
        </span>
      </Tag>
    )
  }
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
