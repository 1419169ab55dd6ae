/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { ChatFile, ChatLine } from '#contract/chat.ts'
import type { Chat } from './chat.ts'
import { Icon } from './icons.tsx'
import type { Pending } from './outbox.ts'
import { Linked, Rich } from './rich-text.tsx'
import type { View } from './view.ts'

interface Props {
  chat: Chat
  view: View
  root: ShadowRoot
  children: ComponentChildren
}

/** Nearer to the end than this, whoever reads is at it, and stays there. */
const nearPx = 80

/** What was said, and what is on its way; it stays at the end unless somebody reads further up. */
export function Log({ chat, view, children }: Props) {
  const { words, texts, isOnline } = chat.config
  const log = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  useLayoutEffect(() => {
    const element = log.current
    if (element && isAtEnd.current) element.scrollTop = element.scrollHeight
  })
  // Pictures that come late, and a box that grows, push the end away without anything being said.
  useEffect(() => {
    const element = log.current
    if (!element) return
    const stay = () => {
      if (isAtEnd.current) element.scrollTop = element.scrollHeight
    }
    const watcher = new ResizeObserver(stay)
    watcher.observe(element)
    element.addEventListener('load', stay, true)
    return () => {
      watcher.disconnect()
      element.removeEventListener('load', stay, true)
    }
  }, [])
  const lastOwn = view.lines.findLast((line) => line.from === 'visitor')
  return (
    <div
      ref={log}
      class="log"
      role="log"
      aria-label={words['log']}
      aria-live="polite"
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < nearPx
      }}
    >
      {view.hasEarlier && (
        <button class="quiet" onClick={() => void chat.showEarlier().catch(() => undefined)}>
          {words['earlier']}
        </button>
      )}
      <p class="line theirs">{isOnline || texts.away === '' ? texts.greeting : texts.away}</p>
      {children}
      {view.lines.map((line, index) => (
        <Line
          key={line.id}
          chat={chat}
          line={line}
          previous={view.lines[index - 1]}
          mark={line === lastOwn && view.pending.length === 0 ? markOf(line, view) : null}
        />
      ))}
      {view.pending.map((pending) => (
        <Waiting key={pending.clientKey} chat={chat} pending={pending} />
      ))}
      {view.typing !== null && (
        <p class="meta" role="status">
          {words['typing']?.replace('{name}', view.typing)}
        </p>
      )}
    </div>
  )
}

function markOf(line: ChatLine, view: View): 'sent' | 'read' {
  return line.id <= view.readByDeskId ? 'read' : 'sent'
}

interface LineProps {
  chat: Chat
  line: ChatLine
  previous: ChatLine | undefined
  mark: 'sent' | 'read' | null
}

function Line({ chat, line, previous, mark }: LineProps) {
  const { language, words } = chat.config
  const isOwn = line.from === 'visitor'
  const at = new Date(line.at)
  const isNewDay = previous === undefined || new Date(previous.at).toDateString() !== at.toDateString()
  const isNewVoice =
    !isOwn && (previous === undefined || previous.author !== line.author || previous.from !== line.from)
  const day = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long' })
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' })
  return (
    <>
      {isNewDay && <p class="day">{day.format(at)}</p>}
      {line.isNotice && <p class="day">{line.text}</p>}
      {isNewVoice && line.author !== '' && <p class="meta">{line.author}</p>}
      {!line.isNotice && (line.text !== '' || line.html !== null) && (
        <div class={`line ${isOwn ? 'own' : 'theirs'}`} title={time.format(at)}>
          {line.html === null ? <Linked text={line.text} /> : <Rich html={line.html} />}
        </div>
      )}
      {line.files.map((file) => (
        <File key={file.id} chat={chat} file={file} isOwn={isOwn} />
      ))}
      {mark && (
        <p class="meta own">
          {words[mark]}, {time.format(at)}
        </p>
      )}
    </>
  )
}

function Waiting({ chat, pending }: { chat: Chat; pending: Pending }) {
  const { words } = chat.config
  return (
    <>
      <div class={`line own ${pending.isRefused ? 'refused' : 'waiting'}`}>
        {[pending.text, ...pending.fileNames].filter(Boolean).join('\n')}
      </div>
      <p class="meta own">
        {pending.isRefused ? (
          <>
            {words['failed']} ·{' '}
            <button class="quiet" onClick={() => chat.retry(pending.clientKey)}>
              {words['retry']}
            </button>
          </>
        ) : (
          words['sending']
        )}
      </p>
    </>
  )
}

function File({ chat, file, isOwn }: { chat: Chat; file: ChatFile; isOwn: boolean }) {
  const [address, setAddress] = useState<string | null>(null)
  useEffect(() => {
    if (!file.isPicture) return
    let isGone = false
    void load(chat, file).then(
      (next) => !isGone && setAddress(next),
      () => undefined,
    )
    return () => {
      isGone = true
    }
  }, [chat, file])
  const save = async () => {
    const from = address ?? (await load(chat, file).catch(() => null))
    if (from === null) return
    const link = document.createElement('a')
    link.href = from
    link.download = file.name
    link.click()
  }
  return (
    <button class={`file ${isOwn ? 'own' : 'theirs'}`} onClick={() => void save()}>
      {file.isPicture && address !== null ? (
        <img src={address} alt={file.name} />
      ) : (
        <>
          <Icon name="file" />
          <span>{file.name}</span>
        </>
      )}
    </button>
  )
}

async function load(chat: Chat, file: ChatFile): Promise<string | null> {
  const token = chat.token()
  return token === null ? null : chat.api.picture(token, file.id)
}
