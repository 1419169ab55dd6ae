import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readyWord, type Scene } from '../../../../widget/chat-preview/scene.ts'
import { classNames } from '../../../../ui/class-names.ts'

/** A page of its own with the widget on it; what it is to show is told to it, as often as it changes. */
const page =
  '<!doctype html><html><head><meta name="viewport" content="width=device-width"></head><body>' +
  '<script type="module" src="/widget/chat-preview.js"></script></body></html>'

/** In the page's own pixels; it is drawn smaller, to stand beside the form. */
const sizes = { desktop: { width: 500, height: 680 }, phone: { width: 375, height: 667 } }
/** Around a phone, the wider of the two. */
const border = 4

export function PreviewFrame({ scene, isPhone }: { scene: Scene; isPhone: boolean }) {
  const { t } = useTranslation()
  const frame = useRef<HTMLIFrameElement>(null)
  const [isReady, setReady] = useState(false)
  useEffect(() => {
    const hear = ({ source, data }: MessageEvent) => {
      if (source === frame.current?.contentWindow && data === readyWord) setReady(true)
    }
    addEventListener('message', hear)
    return () => removeEventListener('message', hear)
  }, [])
  const told = JSON.stringify(scene)
  useEffect(() => {
    // The frame has no origin to be named; what it is told is what its visitors see.
    if (isReady) frame.current?.contentWindow?.postMessage(JSON.parse(told), '*')
  }, [isReady, told])
  const box = useRef<HTMLDivElement>(null)
  const [room, setRoom] = useState(Infinity)
  useEffect(() => {
    const measured = new ResizeObserver(([entry]) => setRoom(entry?.contentRect.width ?? Infinity))
    if (box.current) measured.observe(box.current)
    return () => measured.disconnect()
  }, [])
  const { width, height } = sizes[isPhone ? 'phone' : 'desktop']
  const scale = Math.min(isPhone ? 0.84 : 0.77, (room - border * 2) / width)
  return (
    <div ref={box}>
      <div
        className={classNames(
          'box-content overflow-hidden border border-line bg-panel',
          isPhone ? 'mx-auto rounded-[24px] border-4 border-line-strong' : 'rounded-lg',
        )}
        style={{ width: Math.round(width * scale), height: Math.round(height * scale) }}
      >
        <iframe
          ref={frame}
          title={t('settings.chats.preview.title')}
          srcDoc={page}
          sandbox="allow-scripts"
          className="block origin-top-left border-0"
          style={{ width, height, transform: `scale(${scale})` }}
        />
      </div>
    </div>
  )
}
