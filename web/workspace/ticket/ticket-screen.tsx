import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isFailure, RequestFailed } from '../../api/failure.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { useShortcut } from '../../ui/keyboard.ts'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { Composer } from '../composer/composer.tsx'
import { useAsked } from '../composer/use-asked.ts'
import { ContextColumn } from '../context/context-column.tsx'
import { Feed } from '../feed/feed.tsx'
import { useViewing } from '../live.ts'
import { feedQuery, ticketQuery } from '../queries.ts'
import { closeOverlay, useOverlay } from '../shell/overlays.ts'
import { useIsWide } from '../shell/use-width.ts'
import { useConflict } from './conflict.ts'
import { ConflictDialog } from './conflict-dialog.tsx'
import { MergedNote } from './merge/merged-note.tsx'
import { TicketBar } from './ticket-bar.tsx'
import { TicketHeading } from './ticket-heading.tsx'
import { TicketSkeleton } from './ticket-skeleton.tsx'
import { useMarkRead } from './use-mark-read.ts'

/** One ticket: what was said, what can be said, and what is known. */
export function TicketScreen() {
  const { ticketId } = useParams({ from: '/desk/tickets/$ticketId' })
  // Every ticket gets fresh state: a half-open menu or a half-written answer never moves to its neighbour.
  return <OpenTicket key={ticketId} id={ticketId} />
}

function OpenTicket({ id }: { id: number }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const ticket = useQuery(ticketQuery(id))
  const feed = useInfiniteQuery(feedQuery(id))
  const overlay = useOverlay()
  const conflict = useConflict()
  const isContextBeside = useIsWide(1280)
  const [isWriting, setWriting] = useState(false)
  const asked = useAsked(ticket.isPending)
  useViewing(id, isWriting)
  useMarkRead(ticket.data, feed.data)
  useShortcut('escape', () => void navigate({ to: '/tickets', search: (was) => was }))
  useEffect(() => closeOverlay, [id])

  if (!ticket.data) {
    return (
      <main
        className="flex h-full min-h-0 flex-col border-line bg-panel md:border-l"
        aria-label={t('ticket.label')}
      >
        {ticket.isPending ? (
          <TicketSkeleton />
        ) : isFailure(ticket.error, 'not_found') || isFailure(ticket.error, 'invalid_input') ? (
          <EmptyState icon="search" title={t('ticket.notFoundTitle')} className="m-auto">
            {t('ticket.notFoundText')}
          </EmptyState>
        ) : (
          <ErrorState
            className="m-auto"
            title={t('ticket.errorTitle')}
            detail={ticket.error instanceof RequestFailed ? t(`errors.${ticket.error.failure}`) : undefined}
            requestId={ticket.error instanceof RequestFailed ? ticket.error.requestId : null}
            onRetry={() => void ticket.refetch()}
          />
        )}
      </main>
    )
  }
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)] xl:grid-cols-[minmax(0,1fr)_284px] 2xl:grid-cols-[minmax(0,1fr)_308px]">
      <title>{`${ticket.data.number} ${ticket.data.subject} · Otklik`}</title>
      <main
        className="flex min-h-0 min-w-0 flex-col border-line bg-panel md:border-l"
        aria-label={t('ticket.label')}
      >
        <TicketBar ticket={ticket.data} />
        <TicketHeading ticket={ticket.data} />
        <MergedNote ticket={ticket.data} />
        <Feed ticket={ticket.data} feed={feed} />
        {ticket.data.mergedIntoId === null && (
          <Composer ticket={ticket.data} asked={asked} onWriting={setWriting} />
        )}
      </main>
      {isContextBeside && (
        <aside
          aria-label={t('ticket.context')}
          className="min-h-0 overflow-y-auto border-l border-line bg-panel"
        >
          <ContextColumn ticket={ticket.data} />
        </aside>
      )}
      <Dialog
        isOpen={overlay === 'context' && !isContextBeside}
        onClose={closeOverlay}
        title={t('ticket.context')}
        place="right"
        width={340}
      >
        <ContextColumn ticket={ticket.data} />
      </Dialog>
      {conflict?.now.id === id && <ConflictDialog conflict={conflict} />}
    </div>
  )
}
