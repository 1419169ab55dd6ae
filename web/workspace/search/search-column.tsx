import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RequestFailed } from '../../api/failure.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useShortcut } from '../../ui/keyboard.ts'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { ListSkeleton } from '../list/list-skeleton.tsx'
import { searchQuery } from '../queries.ts'
import { SearchRow } from './search-row.tsx'

/** What a search found, in the place of the list; a ticket opens beside it. */
export function SearchColumn({ query }: { query: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = useSearch({ from: '/desk/tickets' })
  const { ticketId } = useParams({ strict: false })
  const [typed, setTyped] = useState(query)
  useEffect(() => setTyped(query), [query])
  const rows = useRef<HTMLUListElement>(null)
  const found = useInfiniteQuery(searchQuery(query))
  const hits = found.data?.pages.flatMap((page) => page.items) ?? []
  const correctedTo = found.data?.pages[0]?.correctedTo
  const ask = (q: string | undefined) => void navigate({ to: '/tickets', search: { ...search, q } })

  const step = (by: number) => {
    const links = [...(rows.current?.querySelectorAll<HTMLElement>('a[data-ticket]') ?? [])]
    const at = links.findIndex((each) => each === document.activeElement)
    links[Math.max(0, Math.min(links.length - 1, at + by))]?.focus()
  }
  useShortcut('next', () => step(1))
  useShortcut('previous', () => step(-1))

  return (
    <>
      <title>{`${query} · Otklik`}</title>
      <h1 className="sr-only">{t('search.title')}</h1>
      <form
        role="search"
        className="flex h-12 flex-none items-center gap-2 border-b border-line px-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (typed.trim()) ask(typed.trim())
        }}
      >
        <Icon name="search" className="text-ink-3" />
        <input
          type="search"
          value={typed}
          aria-label={t('search.label')}
          placeholder={t('search.placeholder')}
          onChange={(event) => setTyped(event.target.value)}
          className="h-(--control) min-w-0 flex-1 rounded-sm bg-transparent px-1 outline-none focus-visible:outline-2 max-md:text-[16px] [&::-webkit-search-cancel-button]:hidden"
        />
        <IconButton icon="close" label={t('search.leave')} onClick={() => ask(undefined)} />
      </form>
      {found.isPending ? (
        <ListSkeleton />
      ) : found.isError && hits.length === 0 ? (
        <ErrorState
          title={t('search.errorTitle')}
          detail={found.error instanceof RequestFailed ? t(`errors.${found.error.failure}`) : undefined}
          onRetry={() => void found.refetch()}
        />
      ) : hits.length === 0 ? (
        <EmptyState icon="search" title={t('search.nothingTitle')}>
          {t('search.nothingText')}
        </EmptyState>
      ) : (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <div role="status" className="border-b border-line px-4 py-2 text-sm text-ink-3">
            {correctedTo ? (
              <span className="text-ink-2">{t('search.corrected', { word: correctedTo })}</span>
            ) : found.hasNextPage ? (
              t('search.foundMany', { count: hits.length })
            ) : (
              t('search.found', { count: hits.length })
            )}
          </div>
          <ul ref={rows}>
            {hits.map((hit) => (
              <li key={hit.ticket.id}>
                <SearchRow hit={hit} isOpen={hit.ticket.id === ticketId} />
              </li>
            ))}
          </ul>
          {found.hasNextPage && (
            <div className="grid place-items-center p-3">
              <Button isBusy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                {t('action.loadMore')}
              </Button>
            </div>
          )}
        </div>
      )}
    </>
  )
}
