import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Card } from '../frame/card.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { LetterRow } from './letter-row.tsx'
import { LetterSheet } from './letter-sheet.tsx'
import { Chips, MailFilters } from './mail-filters.tsx'
import { lettersQuery } from './mail-queries.ts'
import { isNarrowed, letterStates, type LettersSearch, readLettersSearch } from './mail-search.ts'

/** The ledger: every letter that came, what became of it and why. */
export function LettersScreen() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = readLettersSearch(useSearch({ strict: false }))
  const letters = useInfiniteQuery(lettersQuery(search))
  const change = useCallback(
    (changes: LettersSearch) =>
      void navigate({
        to: '/settings/letters',
        search: (before) => readLettersSearch({ ...before, ...changes }),
        replace: true,
      }),
    [navigate],
  )
  const items = letters.data?.pages.flatMap((page) => page.items) ?? []
  const narrowed = isNarrowed(search)
  return (
    <SettingsPage section="letters" sub={t('settings.letters.sub')}>
      <MailFilters filter={search} onChange={change} placeholder={t('settings.letters.search')}>
        <Chips
          label={t('settings.letters.filter')}
          value={search.state}
          items={[undefined, ...letterStates].map((value) => ({
            value,
            label: value ? t(`settings.letters.state.${value}`) : t('settings.letters.all'),
          }))}
          onChange={(state) => change({ state })}
        />
      </MailFilters>
      <Loaded query={letters} rows={8}>
        {() =>
          items.length === 0 ? (
            <EmptyState
              icon="inbox"
              title={t(narrowed ? 'settings.letters.emptyFilterTitle' : 'settings.letters.emptyTitle')}
              action={
                narrowed && (
                  <Button
                    onClick={() => void navigate({ to: '/settings/letters', search: {}, replace: true })}
                  >
                    {t('list.emptyFilterAction')}
                  </Button>
                )
              }
            >
              {!narrowed && t('settings.letters.emptyText')}
            </EmptyState>
          ) : (
            <div
              aria-busy={letters.isPlaceholderData}
              className={letters.isPlaceholderData ? 'opacity-60' : ''}
            >
              <Card>
                <ul aria-label={t('settings.section.letters')}>
                  {items.map((letter) => (
                    <LetterRow key={letter.id} letter={letter} search={search} />
                  ))}
                </ul>
              </Card>
              {letters.hasNextPage && (
                <div className="pt-4 text-center">
                  <Button isBusy={letters.isFetchingNextPage} onClick={() => void letters.fetchNextPage()}>
                    {t('action.loadMore')}
                  </Button>
                </div>
              )}
            </div>
          )
        }
      </Loaded>
      {search.letter !== undefined && (
        <LetterSheet key={search.letter} id={search.letter} onClose={() => change({ letter: undefined })} />
      )}
    </SettingsPage>
  )
}
