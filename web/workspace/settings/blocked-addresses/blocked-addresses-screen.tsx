import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type BlockedAddress, listBlockedAddresses, unblockAddress } from '#contract/mail-policy.ts'
import { call } from '../../../api/call.ts'
import { Button, buttonClass } from '../../../ui/button.tsx'
import { Input } from '../../../ui/field.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { useDesk } from '../../desk.ts'
import { Card } from '../frame/card.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { useChange } from '../use-change.ts'
import { BlockDialog } from './block-dialog.tsx'

const blockedQuery = (words: string) =>
  infiniteQueryOptions({
    queryKey: ['settings', 'blocked-addresses', words],
    queryFn: ({ signal, pageParam }) =>
      call(
        listBlockedAddresses,
        { query: { words: words || undefined, cursor: pageParam, limit: 50 } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  })

/** Addresses that are not written to: why, until when, and a way back. */
export function BlockedAddressesScreen() {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const words = useDeferredValue(typed.trim())
  const [isAdding, setAdding] = useState(false)
  const blocked = useInfiniteQuery(blockedQuery(words))
  const items = blocked.data?.pages.flatMap((page) => page.items) ?? []
  const isNarrowed = words !== ''
  const add = (
    <Button icon="plus" onClick={() => setAdding(true)}>
      {t('settings.blocked.add')}
    </Button>
  )
  return (
    <SettingsPage section="blockedAddresses" isNarrow sub={t('settings.blocked.sub')} actions={add}>
      {(items.length > 0 || isNarrowed) && (
        <Input
          type="search"
          aria-label={t('settings.blocked.search')}
          placeholder={t('settings.blocked.search')}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          className="mb-4 max-w-80"
        />
      )}
      <Loaded query={blocked}>
        {() =>
          items.length === 0 ? (
            <EmptyState
              icon="mail"
              title={t(isNarrowed ? 'settings.blocked.nothingFound' : 'settings.blocked.emptyTitle')}
            >
              {!isNarrowed && t('settings.blocked.emptyText')}
            </EmptyState>
          ) : (
            <>
              <Card>
                <ul>
                  {items.map((each) => (
                    <BlockedRow key={each.id} blocked={each} />
                  ))}
                </ul>
              </Card>
              {blocked.hasNextPage && (
                <div className="pt-4 text-center">
                  <Button isBusy={blocked.isFetchingNextPage} onClick={() => void blocked.fetchNextPage()}>
                    {t('action.loadMore')}
                  </Button>
                </div>
              )}
            </>
          )
        }
      </Loaded>
      {isAdding && <BlockDialog onClose={() => setAdding(false)} />}
    </SettingsPage>
  )
}

function BlockedRow({ blocked }: { blocked: BlockedAddress }) {
  const { t, i18n } = useTranslation()
  const dates = useDates()
  const { desk } = useDesk()
  const unblock = useChange({
    send: () => call(unblockAddress, { params: { id: blocked.id } }),
    said: t('settings.blocked.unblocked', { address: blocked.address }),
  })
  const until =
    blocked.expiresAt &&
    new Intl.DateTimeFormat(i18n.language === 'en' ? 'en-GB' : 'ru-RU', { dateStyle: 'long' }).format(
      new Date(blocked.expiresAt),
    )
  const { status, diagnostic } = blocked
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-2 border-t border-line px-4 py-2.5 first:border-t-0">
      <div className="min-w-0 flex-1 basis-60">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-medium break-all">{blocked.address}</span>
          {blocked.scope === 'automatic' && <Tag>{t('settings.blocked.automaticOnly')}</Tag>}
        </div>
        <div className="text-sm text-ink-2">
          {t(`blockCause.${blocked.cause}`)}
          {blocked.blockedBy && ` · ${blocked.blockedBy}`} · {dates.sentence(blocked.blockedAt)} ·{' '}
          {until ? t('settings.blocked.until', { date: until }) : t('settings.blocked.forGood')}
        </div>
        {(status || diagnostic) && (
          <div className="truncate font-mono text-xs text-ink-3" title={diagnostic ?? undefined}>
            {[status, diagnostic].filter(Boolean).join(' · ')}
          </div>
        )}
      </div>
      <span className="flex items-center gap-1">
        {blocked.ticketId && (
          <Link
            to="/tickets/$ticketId"
            params={{ ticketId: blocked.ticketId }}
            search={{}}
            className={buttonClass('ghost', '!text-accent numeric')}
          >
            {`${desk.ticketPrefix}-${blocked.ticketId}`}
          </Link>
        )}
        <Button isBusy={unblock.isPending} onClick={() => unblock.mutate(undefined)}>
          {t('settings.blocked.unblock')}
        </Button>
      </span>
    </li>
  )
}
