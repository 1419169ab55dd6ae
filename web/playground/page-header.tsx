import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../ui/button.tsx'
import { currentTheme, setTheme } from '../ui/theme.ts'
import { LanguageSwitch } from '../workspace/sign-in/entry-page.tsx'

/** Where one is, and the two switches that concern the whole page. */
export function PageHeader({ deskName }: { deskName: string | undefined }) {
  const { t } = useTranslation()
  return (
    <header className="flex min-h-14 flex-none items-center gap-3 px-4 py-2">
      <title>{`${t('nav.playground')} · ${deskName ?? 'Otklik'}`}</title>
      <span
        aria-hidden="true"
        className="grid size-[22px] flex-none place-items-center rounded-sm bg-accent text-md font-semibold text-accent-ink"
      >
        О
      </span>
      <h1 className="flex-none text-lg font-semibold">{t('nav.playground')}</h1>
      <p className="mr-auto min-w-0 truncate text-ink-2 max-lg:hidden">{t('playground.intro')}</p>
      <span className="flex-1 lg:hidden" />
      <LanguageSwitch />
      <ThemeButton />
    </header>
  )
}

function ThemeButton() {
  const { t } = useTranslation()
  const [isDark, setDark] = useState(
    () =>
      currentTheme() === 'dark' ||
      (currentTheme() === 'system' && matchMedia('(prefers-color-scheme: dark)').matches),
  )
  return (
    <IconButton
      icon={isDark ? 'sun' : 'moon'}
      label={isDark ? t('nav.themeLight') : t('nav.themeDark')}
      onClick={() => {
        setTheme(isDark ? 'light' : 'dark')
        setDark(!isDark)
      }}
    />
  )
}
