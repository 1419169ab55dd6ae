import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Select } from '../../../ui/select.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Card } from '../frame/card.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { inboxesQuery, type LetterState, lettersQuery } from '../queries.ts'
import { LetterRow } from './letter-row.tsx'

const states: readonly LetterState[] = ['new_ticket', 'threaded', 'ignored', 'quarantined', 'received']
/** No inbox's id: they begin at one. */
const allInboxes = 0

/** The ledger: every letter that came, what became of it and why. */
export function LettersScreen() {
  const { t } = useTranslation()
  const [state, setState] = useState<LetterState | undefined>()
  const [inboxId, setInboxId] = useState(allInboxes)
  const { data: inboxes } = useQuery(inboxesQuery)
  const letters = useInfiniteQuery(
    lettersQuery({ state, inboxId: inboxId === allInboxes ? undefined : inboxId }),
  )
  const items = letters.data?.pages.flatMap((page) => page.items) ?? []
  const isNarrowed = state !== undefined || inboxId !== allInboxes
  return (
    <SettingsPage
      section="letters"
      sub={t('settings.letters.sub')}
      actions={
        <Button icon="refresh" isBusy={letters.isRefetching} onClick={() => void letters.refetch()}>
          {t('action.reload')}
        </Button>
      }
    >
      <div className="mb-4 flex flex-wrap items-center gap-2">
        <div role="group" aria-label={t('settings.letters.filter')} className="flex flex-wrap gap-1.5">
          {[undefined, ...states].map((each) => (
            <button
              key={each ?? 'all'}
              type="button"
              aria-pressed={state === each}
              onClick={() => setState(each)}
              className={classNames(
                'inline-flex h-6 flex-none items-center rounded-full border px-2 text-sm',
                state === each
                  ? 'border-transparent bg-accent-soft text-accent'
                  : 'border-line text-ink-2 hover:bg-hover',
              )}
            >
              {each ? t(`settings.letters.state.${each}`) : t('settings.letters.all')}
            </button>
          ))}
        </div>
        {inboxes && inboxes.items.length > 1 && (
          <Select
            label={t('settings.letters.inbox')}
            value={inboxId}
            options={[
              { value: allInboxes, label: t('settings.letters.allInboxes') },
              ...inboxes.items.map((inbox) => ({ value: inbox.id, label: inbox.address })),
            ]}
            onChange={setInboxId}
            className="ml-auto !w-56 max-md:!w-full"
          />
        )}
      </div>
      <Loaded query={letters} rows={8}>
        {() =>
          items.length === 0 ? (
            <EmptyState
              icon="inbox"
              title={t(isNarrowed ? 'settings.letters.emptyFilterTitle' : 'settings.letters.emptyTitle')}
              action={
                isNarrowed && (
                  <Button
                    onClick={() => {
                      setState(undefined)
                      setInboxId(allInboxes)
                    }}
                  >
                    {t('list.emptyFilterAction')}
                  </Button>
                )
              }
            >
              {!isNarrowed && t('settings.letters.emptyText')}
            </EmptyState>
          ) : (
            <>
              <Card>
                {items.map((letter) => (
                  <LetterRow key={letter.id} letter={letter} />
                ))}
              </Card>
              {letters.hasNextPage && (
                <div className="pt-4 text-center">
                  <Button isBusy={letters.isFetchingNextPage} onClick={() => void letters.fetchNextPage()}>
                    {t('action.loadMore')}
                  </Button>
                </div>
              )}
            </>
          )
        }
      </Loaded>
    </SettingsPage>
  )
}
