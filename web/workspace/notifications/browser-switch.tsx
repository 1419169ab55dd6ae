import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui/button.tsx'
import { showToast } from '../../ui/toast.tsx'
import { browserNotices, setBrowserNotices } from './browser-notices.ts'

/** Turns on or off that this browser shows notices over other windows. */
export function BrowserSwitch() {
  const { t } = useTranslation()
  const [state, setState] = useState(browserNotices)
  if (state === 'none') return null
  const press = async () => {
    if (state === 'blocked') return void showToast({ tone: 'bad', text: t('notice.browserBlocked') })
    const next = await setBrowserNotices(state === 'off')
    setState(next)
    if (next === 'blocked') showToast({ tone: 'bad', text: t('notice.browserBlocked') })
  }
  return (
    <IconButton
      icon="panel"
      look={state === 'on' ? 'plain' : 'ghost'}
      aria-pressed={state === 'on'}
      label={t(state === 'on' ? 'notice.browserOff' : 'notice.browser')}
      onClick={() => void press()}
    />
  )
}
