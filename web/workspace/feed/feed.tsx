import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FeedItem, Ticket } from '#contract/tickets.ts'
import { RequestFailed } from '../../api/failure.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { useDates } from '../../ui/use-dates.ts'
import { TypingLine } from '../chat/typing-line.tsx'
import { WaitingLines } from '../chat/waiting-lines.tsx'
import { FeedSkeleton } from '../ticket/ticket-skeleton.tsx'
import { CustomerPost } from './customer-post.tsx'
import { EventLines } from './event-lines.tsx'
import { type FeedRow, feedRows, isContinued } from './feed-items.ts'
import { NotePost } from './note-post.tsx'
import { ReplyPost } from './reply-post.tsx'
import { saidOnce } from './said-once.ts'
import { useEventWords } from './use-event-words.ts'

type FeedResult = UseInfiniteQueryResult<InfiniteData<{ items: FeedItem[] }>>

/**
 * The conversation. The scroller runs from the bottom up (`column-reverse`), so that the browser itself keeps the
 * latest message in sight while letters above it grow to their height.
 */
export function Feed({ ticket, feed }: { ticket: Ticket; feed: FeedResult }) {
  const { t } = useTranslation()
  const ticketId = ticket.id
  const dates = useDates()
  const scroller = useRef<HTMLDivElement>(null)
  const words = useEventWords()
  const all = useMemo(() => feedRows(feed.data?.pages ?? []), [feed.data])
  // In a talk, events that say nothing stand between nobody's lines.
  const isSaid = (row: FeedRow) =>
    row.kind !== 'events' || saidOnce(row.events).some((one) => words(one).length > 0)
  const rows = ticket.source === 'chat' ? all.filter(isSaid) : all
  const lastKey = rows.at(-1)?.key
  const [isAway, setAway] = useState(false)
  const [seenKey, setSeenKey] = useState(lastKey)
  useEffect(() => {
    // What just arrived is worth seeing for whoever stands near the end; who reads history is left in peace.
    if (!isAway && scroller.current) scroller.current.scrollTop = 0
    if (!isAway) setSeenKey(lastKey)
  }, [lastKey, isAway])

  if (feed.isPending) {
    return (
      <div
        role="status"
        aria-busy="true"
        aria-label={t('state.loading')}
        className="min-h-0 flex-1 overflow-hidden"
      >
        <FeedSkeleton />
      </div>
    )
  }
  if (!feed.data) {
    return (
      <div className="min-h-0 flex-1 overflow-y-auto">
        <ErrorState
          title={t('feed.errorTitle')}
          detail={feed.error instanceof RequestFailed ? t(`errors.${feed.error.failure}`) : undefined}
          requestId={feed.error instanceof RequestFailed ? feed.error.requestId : null}
          onRetry={() => void feed.refetch()}
        />
      </div>
    )
  }
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={scroller}
        data-feed
        onScroll={(event) => setAway(Math.abs(event.currentTarget.scrollTop) > 240)}
        role="region"
        aria-label={t('feed.label')}
        // Reachable by keyboard, so that arrows and Page Down scroll it.
        tabIndex={0}
        className="flex min-h-0 flex-1 flex-col-reverse overflow-y-auto overscroll-contain focus-visible:-outline-offset-2"
      >
        <div className="mb-auto flex flex-col gap-4 px-6 py-4 max-md:px-4">
          {feed.hasNextPage && (
            <Button
              look="ghost"
              className="self-center"
              isBusy={feed.isFetchingNextPage}
              onClick={() => void feed.fetchNextPage()}
            >
              {t('ticket.olderMessages')}
            </Button>
          )}
          {rows.length === 0 && (
            <EmptyState icon="chat" title={t('feed.emptyTitle')}>
              {t('feed.emptyText')}
            </EmptyState>
          )}
          {rows.map((row, index) => {
            if (row.kind === 'day') {
              return (
                <div key={row.key} className="flex max-w-[760px] items-center gap-3 text-sm text-ink-3">
                  <span className="h-px flex-1 bg-line" />
                  {dates.day(row.at)}
                  <span className="h-px flex-1 bg-line" />
                </div>
              )
            }
            if (row.kind === 'events') return <EventLines key={row.key} events={row.events} />
            const { post } = row
            const goesOn = isContinued(rows[index - 1], row)
            if (post.kind === 'customer_message')
              return <CustomerPost key={row.key} post={post} isContinued={goesOn} />
            if (post.kind === 'note') return <NotePost key={row.key} post={post} />
            return <ReplyPost key={row.key} post={post} ticketId={ticketId} isContinued={goesOn} />
          })}
          {ticket.source === 'chat' && (
            <>
              <WaitingLines ticketId={ticketId} />
              <TypingLine ticketId={ticketId} name={ticket.customer.name || t('chat.visitor')} />
            </>
          )}
        </div>
      </div>
      {isAway && (
        <div className="pointer-events-none absolute inset-x-0 bottom-2 grid place-items-center">
          <Button
            look={seenKey === lastKey ? 'plain' : 'primary'}
            className="pointer-events-auto rounded-full shadow-pop"
            onClick={() => scroller.current?.scrollTo({ top: 0, behavior: 'smooth' })}
          >
            {t(seenKey === lastKey ? 'feed.toBottom' : 'feed.newMessages')}
            <Icon name="down" size={12} />
          </Button>
        </div>
      )}
    </div>
  )
}
