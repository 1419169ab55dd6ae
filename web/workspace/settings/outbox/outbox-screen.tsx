import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { Select } from '../../../ui/select.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Card } from '../frame/card.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { Chips, MailFilters } from '../letters/mail-filters.tsx'
import { outboxQuery } from '../letters/mail-queries.ts'
import {
  isNarrowed,
  outboxKinds,
  type OutboxSearch,
  outboxStates,
  readOutboxName,
  readOutboxSearch,
} from '../letters/mail-search.ts'
import { OutboxRow } from './outbox-row.tsx'
import { OutboxSheet } from './outbox-sheet.tsx'

const anyKind = 'all'

/** Everything that leaves by e-mail: what has gone, what waits, what did not go and why. */
export function OutboxScreen() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = readOutboxSearch(useSearch({ strict: false }))
  const outbox = useInfiniteQuery(outboxQuery(search))
  const change = useCallback(
    (changes: OutboxSearch) =>
      void navigate({
        to: '/settings/outbox',
        search: (before) => readOutboxSearch({ ...before, ...changes }),
        replace: true,
      }),
    [navigate],
  )
  const items = outbox.data?.pages.flatMap((page) => page.items) ?? []
  const narrowed = isNarrowed(search)
  const open = search.letter === undefined ? null : readOutboxName(search.letter)
  return (
    <SettingsPage section="outbox" sub={t('settings.outbox.sub')}>
      <MailFilters filter={search} onChange={change} placeholder={t('settings.outbox.search')}>
        <div className="flex flex-wrap items-center gap-2">
          <Chips
            label={t('settings.outbox.filter')}
            value={search.state}
            items={[undefined, ...outboxStates].map((value) => ({
              value,
              label: value ? t(`settings.outbox.group.${value}`) : t('settings.letters.all'),
            }))}
            onChange={(state) => change({ state })}
          />
          <Select
            label={t('settings.outbox.kindLabel')}
            value={search.kind ?? anyKind}
            options={[anyKind, ...outboxKinds].map((value) => ({
              value,
              label: t(`settings.outbox.kind.${value as typeof anyKind | (typeof outboxKinds)[number]}`),
            }))}
            onChange={(value) => change({ kind: outboxKinds.find((kind) => kind === value) })}
            className="ml-auto !w-52 max-md:!w-full"
          />
        </div>
      </MailFilters>
      <Loaded query={outbox} rows={8}>
        {() =>
          items.length === 0 ? (
            <EmptyState
              icon="plane"
              title={t(narrowed ? 'settings.letters.emptyFilterTitle' : 'settings.outbox.emptyTitle')}
              action={
                narrowed && (
                  <Button
                    onClick={() => void navigate({ to: '/settings/outbox', search: {}, replace: true })}
                  >
                    {t('list.emptyFilterAction')}
                  </Button>
                )
              }
            >
              {!narrowed && t('settings.outbox.emptyText')}
            </EmptyState>
          ) : (
            <div
              aria-busy={outbox.isPlaceholderData}
              className={outbox.isPlaceholderData ? 'opacity-60' : ''}
            >
              <Card>
                <ul aria-label={t('settings.section.outbox')}>
                  {items.map((letter) => (
                    <OutboxRow key={`${letter.kind}-${letter.id}`} letter={letter} search={search} />
                  ))}
                </ul>
              </Card>
              {outbox.hasNextPage && (
                <div className="pt-4 text-center">
                  <Button isBusy={outbox.isFetchingNextPage} onClick={() => void outbox.fetchNextPage()}>
                    {t('action.loadMore')}
                  </Button>
                </div>
              )}
            </div>
          )
        }
      </Loaded>
      {open && (
        <OutboxSheet
          key={search.letter}
          kind={open.kind}
          id={open.id}
          onOpen={(letter) => change({ letter })}
          onClose={() => change({ letter: undefined })}
        />
      )}
    </SettingsPage>
  )
}
