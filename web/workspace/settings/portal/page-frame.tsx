import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from '../../../ui/class-names.ts'

/** In the page's own pixels; it is drawn smaller, to stand beside the form. */
const sizes = { desktop: { width: 1100, height: 1000 }, phone: { width: 390, height: 760 } }
/** Around a phone, the wider of the two. */
const border = 4

/** A page of the portal that the server drew. Its frame has no origin and no script: it is only looked at. */
export function PageFrame({ html, isPhone, isStale }: { html: string; isPhone: boolean; isStale: boolean }) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const [room, setRoom] = useState(0)
  useEffect(() => {
    const measured = new ResizeObserver(([entry]) => setRoom(entry?.contentRect.width ?? 0))
    if (box.current) measured.observe(box.current)
    return () => measured.disconnect()
  }, [])
  const { width, height } = sizes[isPhone ? 'phone' : 'desktop']
  const scale = Math.min(isPhone ? 0.84 : 1, Math.max(0, room - border * 2) / width)
  return (
    <div ref={box}>
      <div
        className={classNames(
          'box-content overflow-hidden border border-line bg-panel transition-opacity',
          isPhone ? 'mx-auto rounded-[24px] border-4 border-line-strong' : 'rounded-lg',
          isStale && 'opacity-60',
        )}
        style={{ width: Math.round(width * scale), height: Math.round(height * scale) }}
      >
        <iframe
          title={t('settings.portal.preview')}
          srcDoc={html}
          sandbox=""
          className="block origin-top-left border-0"
          style={{ width, height, transform: `scale(${scale})` }}
        />
      </div>
    </div>
  )
}
