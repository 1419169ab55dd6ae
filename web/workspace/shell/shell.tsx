import { Outlet, useRouterState } from '@tanstack/react-router'
import { Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog, PauseShortcuts } from '../../ui/dialog.tsx'
import { startKeyboard, useShortcut } from '../../ui/keyboard.ts'
import { lazyPart } from '../../ui/lazy-part.ts'
import { useNextTicket } from '../attendance/next-ticket.tsx'
import { useIdle } from '../attendance/use-idle.ts'
import { UndoSend } from '../composer/undo-send.tsx'
import { Palette } from '../palette/palette.tsx'
import { useLiveConnection } from '../live.ts'
import { NoticesDrawer } from '../notifications/notices-drawer.tsx'
import { useFreshNotices } from '../notifications/use-fresh-notices.ts'
import { useHeldNotices } from './use-held-notices.ts'
import { useMailNotice } from './mail-mark.tsx'
import { useCan } from '../session.ts'
import { HelpSheet } from './help-sheet.tsx'
import { Navigation } from './navigation.tsx'
import { OfflineBanner } from './offline-banner.tsx'
import { SkipLinks } from './skip-links.tsx'
import { closeOverlay, openOverlay, useOverlay } from './overlays.ts'

const NewTicket = lazyPart(() => import('../new-ticket/new-ticket.tsx').then((module) => module.NewTicket))

/** What stands around every screen of the desk: the sections, the banner, the windows above. */
export function Shell() {
  const { t } = useTranslation()
  const overlay = useOverlay()
  const can = useCan()
  // Settings bring sections of their own to the left column.
  const isSettings = useRouterState({ select: (state) => state.location.pathname.startsWith('/settings') })
  useLiveConnection()
  useHeldNotices()
  useFreshNotices()
  useMailNotice()
  useIdle()
  const next = useNextTicket()
  useEffect(() => startKeyboard(), [])
  useEffect(() => {
    const timer = setTimeout(NewTicket.preload, 3000)
    return () => clearTimeout(timer)
  }, [])
  useShortcut('palette', () => openOverlay('palette'), { isInFields: true })
  useShortcut('notices', () => openOverlay('notices'))
  useShortcut('help', () => openOverlay('help'))
  useShortcut('takeNext', () => next.isPending || next.mutate(), { isOn: can('ticket.update') })
  useShortcut('create', () => openOverlay('new-ticket'), { isOn: can('ticket.create') })

  return (
    <div className="flex h-full flex-col">
      <SkipLinks />
      <OfflineBanner />
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] lg:grid-cols-[192px_minmax(0,1fr)] xl:grid-cols-[200px_minmax(0,1fr)] 2xl:grid-cols-[216px_minmax(0,1fr)]">
        {!isSettings && (
          <div className="max-lg:hidden">
            <Navigation />
          </div>
        )}
        <Outlet />
      </div>
      <Dialog
        isOpen={overlay === 'navigation'}
        onClose={closeOverlay}
        title={t('nav.label')}
        isTitleHidden
        place="left"
        width={264}
      >
        <Navigation onNavigate={closeOverlay} />
      </Dialog>
      <HelpSheet isOpen={overlay === 'help'} onClose={closeOverlay} />
      {overlay === 'palette' && <Palette onClose={closeOverlay} />}
      {overlay === 'notices' && <NoticesDrawer onClose={closeOverlay} />}
      <UndoSend />
      <Suspense fallback={<PauseShortcuts />}>
        {overlay === 'new-ticket' && <NewTicket onClose={closeOverlay} />}
      </Suspense>
    </div>
  )
}
