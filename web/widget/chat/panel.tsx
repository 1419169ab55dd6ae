/** @jsxImportSource preact */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Chat } from './chat.ts'
import { Articles } from './articles.tsx'
import { Composer } from './composer.tsx'
import { Icon } from './icons.tsx'
import { Introduction, mustIntroduce } from './introduction.tsx'
import { Log } from './log.tsx'
import { Rating } from './rating.tsx'
import { whenWords } from './when.ts'
import type { View } from './view.ts'

interface Props {
  chat: Chat
  view: View
  root: ShadowRoot
}

/** The open chat: who is there, what was said, and the box to say something. */
export function Panel({ chat, view, root }: Props) {
  const { config } = chat
  const { words, texts } = config
  const panel = useRef<HTMLElement>(null)
  const [note, setNote] = useState('')
  const isAsked = mustIntroduce(config, view) && !view.hasConversation
  useEffect(() => {
    const box = panel.current?.querySelector('textarea') ?? panel.current?.querySelector('input')
    box?.focus({ preventScroll: true })
  }, [isAsked])
  return (
    <section
      ref={panel}
      class="panel"
      role="dialog"
      aria-label={texts.title}
      onKeyDown={(event) => {
        if (event.key === 'Escape') chat.close()
      }}
    >
      <header>
        <span class="face" aria-hidden="true">
          {initials(view.agent ?? texts.title)}
        </span>
        <div class="who">
          <b>{view.agent ?? texts.title}</b>
          <small>{config.isOnline ? words['online'] : awayWords(chat, view)}</small>
        </div>
        <Menu chat={chat} view={view} onNote={setNote} />
        <button class="icon" aria-label={words['close']} onClick={() => chat.close()}>
          <Icon name="close" />
        </button>
      </header>
      {(view.isFailing || (view.hasConversation && !view.isConnected && view.isReady)) && (
        <p class="strip" role="status">
          {words['reconnecting']}
        </p>
      )}
      {note !== '' && (
        <p class="strip" role="status">
          {note}
        </p>
      )}
      {isAsked ? (
        <Introduction chat={chat} />
      ) : (
        <>
          <Log chat={chat} view={view} root={root}>
            {!view.hasConversation && <Articles chat={chat} />}
          </Log>
          {view.isEnded && <p class="strip">{words['ended']}</p>}
          <Rating chat={chat} view={view} />
          {!config.isOnline &&
            view.hasConversation &&
            view.visitor.email === null &&
            config.form.email !== 'off' && <LeaveEmail chat={chat} />}
          <Composer chat={chat} view={view} />
        </>
      )}
    </section>
  )
}

/** Two letters of a person's name, one of a title. */
function initials(name: string): string {
  const [first = '', second = ''] = name.split(/\s+/)
  return (first.slice(0, 1) + second.slice(0, 1)).toUpperCase()
}

function awayWords({ config }: Chat, { visitor }: View): string {
  const { nextOnlineAt, words, language, form } = config
  if (nextOnlineAt === null) {
    const isReached = visitor.email !== null || form.email !== 'off'
    return words[isReached ? 'offlineByLetter' : 'offline'] ?? ''
  }
  const when = whenWords(new Date(nextOnlineAt), new Date(), language, words)
  return words['back']?.replace('{when}', when) ?? ''
}

/** Ending, the transcript and the sound. */
function Menu({ chat, view, onNote }: { chat: Chat; view: View; onNote: (note: string) => void }) {
  const { words } = chat.config
  const [isOpen, setOpen] = useState(false)
  const menu = useRef<HTMLDivElement>(null)
  const pick = (work: () => void) => () => {
    setOpen(false)
    work()
  }
  const { email } = view.visitor
  return (
    <div
      class="menu"
      role="group"
      ref={menu}
      onFocusOut={(event) => {
        if (!menu.current?.contains(event.relatedTarget as Node | null)) setOpen(false)
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isOpen) return
        event.stopPropagation()
        setOpen(false)
        menu.current?.querySelector('button')?.focus()
      }}
    >
      <button class="icon" aria-label={words['menu']} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Icon name="more" />
      </button>
      {isOpen && (
        <div class="choices">
          <button onClick={pick(() => chat.toggleSound())}>
            {view.isMuted ? words['unmute'] : words['mute']}
          </button>
          {view.hasConversation && email !== null && (
            <button
              onClick={pick(() => {
                void chat.end(true).then(
                  () => onNote(words['transcriptSent']?.replace('{email}', email) ?? ''),
                  () => onNote(words['unavailable'] ?? ''),
                )
              })}
            >
              {words['transcript']}
            </button>
          )}
          {view.hasConversation && !view.isEnded && (
            <button
              onClick={pick(() => void chat.end(false).catch(() => onNote(words['unavailable'] ?? '')))}
            >
              {words['end']}
            </button>
          )}
        </div>
      )}
    </div>
  )
}

/** Nobody is there to answer: where the answer should go. */
function LeaveEmail({ chat }: { chat: Chat }) {
  const { words } = chat.config
  const [email, setEmail] = useState('')
  const [isBad, setBad] = useState(false)
  return (
    <form
      class="leave"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        chat.introduce({ email: email.trim() }).catch(() => setBad(true))
      }}
    >
      <label>
        {words['leaveEmail']}
        <input
          type="email"
          autocomplete="email"
          value={email}
          aria-invalid={isBad}
          onInput={(event) => {
            setEmail(event.currentTarget.value)
            setBad(false)
          }}
        />
      </label>
      <button class="main">{words['save']}</button>
      {isBad && (
        <p class="bad" role="alert">
          {words['badEmail']}
        </p>
      )}
    </form>
  )
}
