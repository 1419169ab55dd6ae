import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../../ui/button.tsx'
import { openOverlay } from '../../shell/overlays.ts'
import { useIsWide } from '../../shell/use-width.ts'
import { useCan } from '../../session.ts'
import { SectionList } from './section-list.tsx'
import { openSections } from './sections.ts'

/** On a wide screen the first section one may use; on a phone the list of them. */
export function SettingsIndex() {
  const { t } = useTranslation()
  const can = useCan()
  const isWide = useIsWide(1024)
  const navigate = useNavigate()
  const to = isWide ? openSections(can)[0]?.sections[0]?.to : undefined
  useEffect(() => {
    if (to) void navigate({ to, replace: true })
  }, [navigate, to])
  if (to) return null
  return (
    <main className="flex h-full min-h-0 flex-col overflow-y-auto">
      <title>{`${t('settings.title')} · Otklik`}</title>
      <header className="flex h-12 flex-none items-center gap-2 border-b border-line bg-panel pr-4 pl-2">
        <IconButton icon="menu" label={t('nav.open')} onClick={() => openOverlay('navigation')} />
        <h1 className="text-lg font-semibold">{t('settings.title')}</h1>
      </header>
      <div className="mx-auto w-full max-w-[560px] px-4 pt-5 pb-8">
        <SectionList isPage />
      </div>
    </main>
  )
}
