import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Ticket } from '#contract/tickets.ts'
import { Tag } from '../../ui/tag.tsx'
import { useDesk } from '../desk.ts'
import { customerTicketsQuery } from '../queries.ts'
import { prefetchTicket } from '../ticket/prefetch.ts'
import { Section } from './section.tsx'

/** What this customer asked before. */
export function PastTickets({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation()
  const { statusName } = useDesk()
  const { data } = useQuery(customerTicketsQuery(ticket.customer.id))
  if (!data) return null
  const past = data.items.filter((each) => each.id !== ticket.id)
  return (
    <Section
      title={t('customer.past')}
      end={past.length > 0 ? `${past.length}${data.nextCursor ? '+' : ''}` : undefined}
    >
      {past.length === 0 && <p className="text-ink-3">{t('customer.noPast')}</p>}
      <ul>
        {past.map((each) => {
          const isOver = each.statusCategory === 'solved' || each.statusCategory === 'closed'
          return (
            <li key={each.id}>
              <Link
                to="/tickets/$ticketId"
                params={{ ticketId: each.id }}
                search={(was) => was}
                onPointerEnter={() => prefetchTicket(each.id)}
                className="-mx-1.5 grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-2 rounded-sm px-1.5 py-1 hover:bg-hover"
              >
                <span className="numeric text-sm text-ink-3">{each.number}</span>
                <span className="truncate">{each.subject || t('list.noSubject')}</span>
                <Tag tone={isOver ? 'ok' : 'plain'}>{statusName(each.statusId)}</Tag>
              </Link>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
