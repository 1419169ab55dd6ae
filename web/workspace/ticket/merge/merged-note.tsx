import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Ticket } from '#contract/tickets.ts'
import { IconButton } from '../../../ui/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { useDesk } from '../../desk.ts'
import { ticketQuery } from '../../queries.ts'
import { setArrival, useArrival } from './arrival.ts'

/**
 * The number of a ticket that went into another opens that other, which says so; whoever may not see the other stays,
 * and reads where it went.
 */
export function MergedNote({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation()
  const arrival = useArrival()
  if (ticket.mergedIntoId !== null) return <Lead ticket={ticket} toId={ticket.mergedIntoId} />
  if (arrival?.toId !== ticket.id) return null
  return (
    <div
      role="status"
      className="flex flex-none items-center gap-2 border-b border-line bg-accent-soft py-1 pr-2 pl-6 max-md:pl-4"
    >
      <Icon name="merge" className="text-accent" />
      <span className="min-w-0 flex-1 break-words">{t('merge.arrived', { number: arrival.fromNumber })}</span>
      <IconButton icon="close" label={t('action.close')} onClick={() => setArrival(null)} />
    </div>
  )
}

function Lead({ ticket, toId }: { ticket: Ticket; toId: number }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { desk } = useDesk()
  const target = useQuery(ticketQuery(toId))
  const isThere = target.data !== undefined
  useEffect(() => {
    if (!isThere) return
    setArrival({ fromId: ticket.id, fromNumber: ticket.number, toId })
    void navigate({
      to: '/tickets/$ticketId',
      params: { ticketId: toId },
      search: (was) => was,
      replace: true,
    })
  }, [isThere, ticket.id, ticket.number, toId, navigate])
  if (!target.isError) return null
  return (
    <div
      role="status"
      className="flex flex-none items-center gap-2 border-b border-line bg-warn-soft px-6 py-2 max-md:px-4"
    >
      <Icon name="merge" />
      <span className="min-w-0 break-words">
        {t('merge.lead', { number: `${desk.ticketPrefix}-${toId}` })}
      </span>
    </div>
  )
}
