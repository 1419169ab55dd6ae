/** @jsxImportSource preact */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Chat } from './chat.ts'
import { Icon } from './icons.tsx'
import { Panel } from './panel.tsx'

/** The view as it is now; drawn anew whenever something of it changes. */
export function useView(chat: Chat) {
  const [, draw] = useState(0)
  // At once: what changes before the first picture is drawn is shown as well.
  useLayoutEffect(() => {
    const stop = chat.subscribe(() => draw((n) => n + 1))
    return () => void stop()
  }, [chat])
  return chat.view()
}

/** The button in the corner, the panel it opens, and what is said without being asked. */
export function Widget({ chat, root }: { chat: Chat; root: ShadowRoot }) {
  const view = useView(chat)
  const { words, position, texts } = chat.config
  const launcher = useRef<HTMLButtonElement>(null)
  const wasOpen = useRef(false)
  const unread = view.lines.filter((line) => line.from !== 'visitor' && line.id > view.readId).length
  useEffect(() => {
    // Closed by the keyboard, it leaves the cursor where it was opened.
    if (wasOpen.current && !view.isOpen) launcher.current?.focus()
    wasOpen.current = view.isOpen
  }, [view.isOpen])
  useTitle(view.isOpen ? 0 : unread)
  return (
    <div class={`chat at-${position}`}>
      {view.isOpen && <Panel chat={chat} view={view} root={root} />}
      {view.proactive && (
        <div class="proactive" role="status">
          <button class="words" onClick={() => chat.open()}>
            {view.proactive.text}
          </button>
          <button class="icon" aria-label={words['close']} onClick={() => chat.dismissProactive()}>
            <Icon name="close" />
          </button>
        </div>
      )}
      <button
        ref={launcher}
        class="launcher"
        aria-expanded={view.isOpen}
        aria-label={view.isOpen ? words['close'] : `${words['open']}: ${texts.title}`}
        onClick={() => (view.isOpen ? chat.close() : chat.open())}
      >
        <Icon name={view.isOpen ? 'close' : 'chat'} />
        {unread > 0 && !view.isOpen && (
          <span class="unread">
            <span aria-hidden="true">{unread > 9 ? '9+' : unread}</span>
            <span class="sr">{words['unread']?.replace('{n}', String(unread))}</span>
          </span>
        )}
      </button>
    </div>
  )
}

/** The tab says how many lines wait, and is called as before when none does. */
function useTitle(unread: number): void {
  useEffect(() => {
    if (unread === 0) return
    const before = document.title
    document.title = `(${unread}) ${before}`
    return () => {
      if (document.title === `(${unread}) ${before}`) document.title = before
    }
  }, [unread])
}
