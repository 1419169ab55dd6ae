import { Outlet, useRouterState } from '@tanstack/react-router'
import { startTransition, Suspense, useEffect, useState } from 'react'
import { loadWords } from '../../ui/i18n.ts'
import { startKeyboard, useShortcut } from '../../ui/keyboard.ts'
import { lazyPart } from '../../ui/lazy-part.ts'
import { PauseShortcuts } from '../../ui/pause-shortcuts.ts'
import { useNextTicket } from '../attendance/next-ticket.tsx'
import { useIdle } from '../attendance/use-idle.ts'
import { UndoSend } from '../composer/undo-send.tsx'
import { useChats } from '../chat/use-chats.ts'
import { useLiveConnection } from '../live.ts'
import { useFreshNotices } from '../notifications/use-fresh-notices.ts'
import { useHeldNotices } from './use-held-notices.ts'
import { useMailNotice } from './mail-mark.tsx'
import { useCan } from '../session.ts'
import { usePreloads } from '../use-preloads.ts'
import { Navigation } from './navigation.tsx'
import { OfflineBanner } from './offline-banner.tsx'
import { SkipLinks } from './skip-links.tsx'
import { closeOverlay, openOverlay, useOverlay } from './overlays.ts'

const NewTicket = lazyPart(async () => {
  const [module] = await Promise.all([import('../new-ticket/new-ticket.tsx'), loadWords('ticket')])
  return module.NewTicket
})
const Windows = lazyPart(() => import('./windows.tsx').then((module) => module.Windows))

/** What stands around every screen of the desk: the sections, the banner, the windows above. */
export function Shell() {
  const overlay = useOverlay()
  const [hasWindows, setHasWindows] = useState(false)
  // They stand ready, closed, as soon as there is time for it: what is typed right after Ctrl+K is not lost.
  const [parts] = useState(() => [{ preload: () => startTransition(() => setHasWindows(true)) }])
  // From the first one on they stay: a window that closes does so softly.
  if (overlay !== null && overlay !== 'new-ticket' && overlay !== 'context' && !hasWindows)
    setHasWindows(true)
  const can = useCan()
  // Settings bring sections of their own to the left column.
  const isSettings = useRouterState({ select: (state) => state.location.pathname.startsWith('/settings') })
  useLiveConnection()
  useHeldNotices()
  useFreshNotices()
  useMailNotice()
  useChats()
  useIdle()
  const next = useNextTicket()
  usePreloads(parts)
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
      <UndoSend />
      <Suspense fallback={<PauseShortcuts />}>{hasWindows && <Windows overlay={overlay} />}</Suspense>
      <Suspense fallback={<PauseShortcuts />}>
        {overlay === 'new-ticket' && <NewTicket onClose={closeOverlay} />}
      </Suspense>
    </div>
  )
}
