import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from '../../ui/class-names.ts'
import { setLanguage, type UiLanguage } from '../../ui/i18n.ts'

const languages: { value: UiLanguage; label: string }[] = [
  { value: 'ru', label: 'Русский' },
  { value: 'en', label: 'English' },
]

/** Each language in its own words; the page turns over at once. */
export function LanguageSwitch({ onChoose }: { onChoose?: (language: UiLanguage) => void }) {
  const { t, i18n } = useTranslation()
  return (
    <div
      role="group"
      aria-label={t('nav.language')}
      className="flex flex-none gap-0.5 rounded-md border border-line bg-panel p-0.5"
    >
      {languages.map(({ value, label }) => {
        const isOn = i18n.language === value
        return (
          <button
            key={value}
            type="button"
            lang={value}
            aria-pressed={isOn}
            onClick={() => {
              void setLanguage(value)
              onChoose?.(value)
            }}
            className={classNames(
              'h-6 rounded-sm px-2 text-sm',
              isOn ? 'bg-hover font-medium text-ink' : 'text-ink-2 hover:text-ink',
            )}
          >
            {label}
          </button>
        )
      })}
    </div>
  )
}

/** The page one sees before the desk: the name of the desk, one card, nothing else. */
export function EntryPage({
  deskName,
  title,
  sub,
  isWide,
  aside,
  onLanguage,
  children,
}: {
  deskName?: string
  title: string
  sub?: ReactNode
  isWide?: boolean
  /** Stands beside the card where there is room for it. */
  aside?: ReactNode
  onLanguage?: (language: UiLanguage) => void
  children: ReactNode
}) {
  return (
    <div className="flex h-full flex-col overflow-y-auto">
      <title>{`${title} · ${deskName ?? 'Otklik'}`}</title>
      <header className="flex flex-none items-center gap-2 px-6 pt-5 max-md:px-4 max-md:pt-4">
        <span
          aria-hidden="true"
          className="grid size-[22px] flex-none place-items-center rounded-sm bg-accent text-md font-semibold text-accent-ink"
        >
          О
        </span>
        <span className="mr-auto truncate text-lg font-semibold">{deskName ?? 'Otklik'}</span>
        <LanguageSwitch onChoose={onLanguage} />
      </header>
      <main className="flex flex-1 items-center justify-center px-4 py-8 max-md:items-start max-md:pt-6">
        <div
          className={classNames(
            'w-full overflow-hidden rounded-lg border border-line bg-panel',
            isWide ? 'grid max-w-[880px] md:grid-cols-[minmax(0,1fr)_360px]' : 'max-w-[400px]',
          )}
        >
          <div className={classNames('p-7 max-md:p-5', isWide && 'md:p-9')}>
            <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
            {sub && <p className="mt-1 text-ink-2">{sub}</p>}
            {children}
          </div>
          {aside}
        </div>
      </main>
    </div>
  )
}
