import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Notification } from '#contract/notifications.ts'
import { RequestFailed } from '../../api/failure.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { BrowserSwitch } from './browser-switch.tsx'
import { NoticeRow } from './notice-row.tsx'
import { openNotice } from './open-notice.ts'
import { noticesQuery } from './queries.ts'
import { useMarkRead } from './use-mark-read.ts'

const panelId = 'notices-panel'

/** What concerns the agent, the newest first. Arrows walk the list, Enter opens. */
export function NoticesDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [tab, setTab] = useState<'all' | 'onlyUnread'>('all')
  const list = useInfiniteQuery(noticesQuery(tab === 'onlyUnread'))
  const mark = useMarkRead()
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const newest = items[0]
  const rows = useRef<HTMLUListElement>(null)
  const hasItems = items.length > 0
  // Arrows and Enter work at once: the first notice has the focus, not the button that closes.
  useEffect(() => {
    if (hasItems) rows.current?.querySelector<HTMLElement>('[data-notice]')?.focus()
  }, [hasItems, tab])
  const open = (notice: Notification) => {
    if (!notice.isRead) mark.mutate({ ids: [notice.id] })
    onClose()
    openNotice(navigate, notice)
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      place="left"
      width={440}
      title={t('notice.title')}
      footer={
        <>
          <BrowserSwitch />
          <Link
            to="/settings/profile"
            onClick={onClose}
            className="mr-auto self-center text-sm text-accent hover:underline"
          >
            {t('notice.settings')}
          </Link>
          <Button
            isBusy={mark.isPending}
            disabled={!items.some((item) => !item.isRead)}
            onClick={() => newest && mark.mutate({ untilId: newest.id })}
          >
            {t('notice.readAll')}
          </Button>
        </>
      }
    >
      <div className="sticky top-0 z-10 border-b border-line bg-raised px-4 py-2">
        <Tabs
          label={t('notice.title')}
          value={tab}
          items={[
            { value: 'all', label: t('notice.all') },
            { value: 'onlyUnread', label: t('notice.onlyUnread') },
          ]}
          onChange={setTab}
          panelId={panelId}
        />
      </div>
      <div id={panelId} role="tabpanel">
        {list.isPending ? (
          <div role="status" aria-busy="true" aria-label={t('state.loading')}>
            {Array.from({ length: 5 }, (_, row) => (
              <div
                key={row}
                className="flex items-center gap-3 border-t border-line px-4 py-3 first:border-t-0"
              >
                <Skeleton className="size-7 !rounded-full" />
                <div className="flex flex-1 flex-col gap-2">
                  <Skeleton className="h-3 w-48" />
                  <Skeleton className="h-3 w-64" />
                </div>
              </div>
            ))}
          </div>
        ) : list.isError && items.length === 0 ? (
          <ErrorState
            title={t('notice.failed')}
            detail={list.error instanceof RequestFailed ? t(`errors.${list.error.failure}`) : undefined}
            requestId={list.error instanceof RequestFailed ? list.error.requestId : null}
            onRetry={() => void list.refetch()}
          />
        ) : items.length === 0 ? (
          <EmptyState
            icon={tab === 'all' ? 'bell' : 'check'}
            title={t(tab === 'all' ? 'notice.emptyTitle' : 'notice.emptyUnread')}
          >
            {tab === 'all' && t('notice.emptyText')}
          </EmptyState>
        ) : (
          <>
            <ul ref={rows} aria-label={t('notice.title')} onKeyDown={walk}>
              {items.map((notice) => (
                <NoticeRow
                  key={notice.id}
                  notice={notice}
                  onOpen={() => open(notice)}
                  onMark={(isRead) => mark.mutate({ ids: [notice.id], isRead })}
                />
              ))}
            </ul>
            {list.hasNextPage && (
              <div className="border-t border-line py-3 text-center">
                <Button isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                  {t('action.loadMore')}
                </Button>
              </div>
            )}
          </>
        )}
      </div>
    </Dialog>
  )
}

/** Arrows move between the notices; the ends are ends. */
function walk(event: KeyboardEvent<HTMLUListElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-notice]')]
  const row = (event.target as HTMLElement).closest('li')?.querySelector<HTMLElement>('[data-notice]')
  const next = row ? rows[rows.indexOf(row) + step] : rows[0]
  if (!next) return
  event.preventDefault()
  next.focus()
}
