import { Outlet, useMatchRoute, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from '../../ui/class-names.ts'
import { EmptyState } from '../../ui/states.tsx'
import { loadTicketScreen } from '../ticket/load-ticket-screen.ts'
import { SearchColumn } from '../search/search-column.tsx'
import { ListColumn } from './list-column.tsx'

/** The list beside the conversation; on a phone one of them at a time. */
export function TicketsScreen() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/desk/tickets' })
  const isTicketOpen = Boolean(useMatchRoute()({ to: '/tickets/$ticketId' }))
  useEffect(() => {
    const timer = setTimeout(() => void loadTicketScreen().catch(() => undefined), 300)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className="grid min-h-0 min-w-0 md:grid-cols-[300px_minmax(0,1fr)] xl:grid-cols-[312px_minmax(0,1fr)] 2xl:grid-cols-[348px_minmax(0,1fr)]">
      <section
        aria-label={t('list.label')}
        className={classNames(
          'min-h-0 min-w-0 flex-col border-line bg-panel lg:border-l',
          isTicketOpen ? 'hidden md:flex' : 'flex',
        )}
      >
        {search.q ? <SearchColumn query={search.q} /> : <ListColumn search={search} />}
      </section>
      <div className={classNames('min-h-0 min-w-0', isTicketOpen ? '' : 'hidden md:block')}>
        {isTicketOpen ? (
          <Outlet />
        ) : (
          <main className="grid h-full place-items-center border-l border-line bg-panel">
            <EmptyState icon="inbox" title={t('ticket.pickTitle')}>
              {t('ticket.pickText')}
            </EmptyState>
          </main>
        )}
      </div>
    </div>
  )
}
