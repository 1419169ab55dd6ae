import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { announce } from '../../ui/announce.tsx'
import { Spinner } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useLiveState } from '../live.ts'

/** A blink of the network is nobody's news; silence this long is. */
const patienceMs = 2500

/** Says that what is shown may be old, and when it no longer is. */
export function OfflineBanner() {
  const { t } = useTranslation()
  const state = useLiveState()
  const [isShown, setShown] = useState(false)
  const wasShown = useRef(false)
  useEffect(() => {
    if (state === 'lost') {
      const timer = setTimeout(() => setShown(true), navigator.onLine ? patienceMs : 0)
      return () => clearTimeout(timer)
    }
    if (state === 'open') setShown(false)
    return undefined
  }, [state])
  useEffect(() => {
    if (wasShown.current && !isShown) announce(t('state.backOnline'))
    wasShown.current = isShown
  }, [isShown, t])
  if (!isShown) return null
  return (
    <div
      role="alert"
      className="flex min-h-8 flex-none items-center gap-2 bg-warn-soft px-4 py-1.5 text-warn"
    >
      {navigator.onLine ? <Spinner /> : <Icon name="offline" />}
      {navigator.onLine ? t('state.reconnecting') : t('state.offline')}
    </div>
  )
}
