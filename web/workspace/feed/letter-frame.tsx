import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FileRef } from '../../api/upload.ts'
import { classNames } from '../../ui/class-names.ts'
import { hasOwnColours, letterDocument } from './letter-document.ts'

/** The theme chosen on this page; letters are redrawn when it changes. */
function useTheme(): string {
  const read = () => document.documentElement.dataset.theme ?? 'system'
  const [theme, setTheme] = useState(read)
  useEffect(() => {
    const observer = new MutationObserver(() => setTheme(read()))
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    return () => observer.disconnect()
  }, [])
  return theme
}

/**
 * A letter's HTML in a frame that can run nothing. `allow-same-origin` without `allow-scripts` lets this page measure
 * the frame and hear its keys, and gives the letter no power.
 */
export function LetterFrame({
  html,
  files,
  showsRemoteImages,
}: {
  html: string
  files: readonly FileRef[]
  showsRemoteImages: boolean
}) {
  const { t } = useTranslation()
  const frame = useRef<HTMLIFrameElement>(null)
  const theme = useTheme()
  const [height, setHeight] = useState(48)
  const source = useMemo(
    () => letterDocument({ html, files, showsRemoteImages }),
    // oxlint-disable-next-line react/exhaustive-deps -- the document is drawn for the theme
    [html, files, showsRemoteImages, theme],
  )
  const measure = useRef<ResizeObserver | null>(null)
  useEffect(() => () => measure.current?.disconnect(), [])

  const onLoad = () => {
    const inside = frame.current?.contentDocument
    const letter = inside?.getElementById('letter')
    if (!inside || !letter) return
    for (const link of inside.querySelectorAll<HTMLElement>('a[data-otk-target]'))
      link.title = t('feed.linkLeadsTo', { host: link.dataset.otkTarget })
    measure.current?.disconnect()
    measure.current = new ResizeObserver(() =>
      setHeight(Math.min(20_000, Math.ceil(letter.getBoundingClientRect().height))),
    )
    measure.current.observe(letter)
    // A click into the letter takes the focus with it; the keys of the desk should go on working.
    inside.addEventListener('keydown', (event) => window.dispatchEvent(new KeyboardEvent('keydown', event)))
  }
  return (
    <iframe
      ref={frame}
      title={t('feed.letter')}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      srcDoc={source}
      onLoad={onLoad}
      style={{ height }}
      className={classNames(
        'mt-0.5 block w-full',
        hasOwnColours(html) && 'rounded-md border border-line bg-white',
      )}
    />
  )
}
