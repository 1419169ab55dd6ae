import { useTranslation } from 'react-i18next'

/** The first thing Tab meets: past the sections, straight to the work. Seen only by those who need it. */
export function SkipLinks() {
  const { t } = useTranslation()
  const go = (selector: string) => document.querySelector<HTMLElement>(selector)?.focus()
  const look =
    'sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-accent focus:px-3 focus:py-1.5 focus:text-accent-ink'
  return (
    <nav aria-label={t('app.skip')}>
      <button type="button" className={look} onClick={() => go('[data-ticket][tabindex="0"], [data-ticket]')}>
        {t('app.skipToList')}
      </button>
      <button type="button" className={look} onClick={() => go('[data-feed]')}>
        {t('app.skipToTicket')}
      </button>
    </nav>
  )
}
