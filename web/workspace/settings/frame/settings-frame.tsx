import { Link, Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../../ui/icon.tsx'
import { useIsWide } from '../../shell/use-width.ts'
import { SectionList } from './section-list.tsx'

/** Settings take the place of the desk: their sections on the left, one page beside them. */
export function SettingsFrame() {
  const { t } = useTranslation()
  // Two copies of the sections would be two answers to "where am I" for a screen reader.
  const isWide = useIsWide(1024)
  return (
    <>
      {isWide && (
        <nav
          aria-label={t('settings.title')}
          className="flex h-full min-h-0 flex-col gap-0.5 overflow-y-auto px-2 py-3"
        >
          <Link
            to="/tickets"
            search={{}}
            className="flex h-7 flex-none items-center gap-2 rounded-sm px-2 text-ink-2 hover:bg-hover hover:text-ink"
          >
            <Icon name="back" />
            {t('settings.toTickets')}
          </Link>
          <p className="px-2 pt-3 text-lg font-semibold">{t('settings.title')}</p>
          <SectionList />
        </nav>
      )}
      <Outlet />
    </>
  )
}
