import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { RequestFailed } from '../../api/failure.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { useDesk } from '../desk.ts'
import { Bell } from '../notifications/bell.tsx'
import { countsQuery, ticketsQuery } from '../queries.ts'
import { useCan } from '../session.ts'
import { openOverlay } from '../shell/overlays.ts'
import { type ViewSearch, viewQuery } from '../view.ts'
import { EmptyList } from './empty-list.tsx'
import { ListFilters } from './list-filters.tsx'
import { ListSkeleton } from './list-skeleton.tsx'
import { TicketList } from './ticket-list.tsx'

/** One view: its name and count, its filters, its tickets. */
export function ListColumn({ search }: { search: ViewSearch }) {
  const { t, i18n } = useTranslation()
  const { teamName } = useDesk()
  const can = useCan()
  const query = viewQuery(search)
  const { data: counts } = useQuery(countsQuery)
  const list = useInfiniteQuery(ticketsQuery(query))
  const tickets = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])

  const isOverdueView = search.overdue === true && query.view === 'all'
  const title = isOverdueView
    ? t('nav.overdue')
    : query.view === 'team'
      ? (teamName(query.teamId) ?? '…')
      : t(`nav.${query.view}`)
  const count = isOverdueView
    ? counts?.overdue
    : query.view === 'team'
      ? counts?.teams.find((each) => each.teamId === query.teamId)?.count
      : counts?.[query.view]

  return (
    <>
      <title>{`${title}${count ? ` (${count})` : ''} · Otklik`}</title>
      <div className="flex h-12 flex-none items-center gap-2 border-b border-line px-4 max-lg:pl-2">
        <IconButton
          icon="menu"
          label={t('nav.open')}
          className="lg:hidden"
          onClick={() => openOverlay('navigation')}
        />
        <h1 className="truncate text-lg font-semibold">{title}</h1>
        {count !== undefined && (
          <span className="numeric text-ink-3">{new Intl.NumberFormat(i18n.language).format(count)}</span>
        )}
        <Bell className="ml-auto lg:hidden" />
        {can('ticket.create') && (
          <Button className="lg:ml-auto" onClick={() => openOverlay('new-ticket')}>
            {t('list.newTicket')}
            <Kbd>C</Kbd>
          </Button>
        )}
      </div>
      <ListFilters search={search} unread={query.view === 'mine' ? counts?.unreadMine : undefined} />
      {list.isPending ? (
        <ListSkeleton />
      ) : list.isError && tickets.length === 0 ? (
        <ErrorState
          title={t('list.errorTitle')}
          detail={list.error instanceof RequestFailed ? t(`errors.${list.error.failure}`) : undefined}
          requestId={list.error instanceof RequestFailed ? list.error.requestId : null}
          onRetry={() => void list.refetch()}
        />
      ) : tickets.length === 0 ? (
        <EmptyList search={search} view={query.view} />
      ) : (
        <TicketList
          // A new view starts at its top.
          key={JSON.stringify(query)}
          tickets={tickets}
          hasMore={list.hasNextPage}
          isLoadingMore={list.isFetchingNextPage}
          onNeedMore={() => void list.fetchNextPage()}
        />
      )}
    </>
  )
}
