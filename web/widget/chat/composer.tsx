/** @jsxImportSource preact */
import type { JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { ChatFile } from '#contract/chat.ts'
import type { Chat } from './chat.ts'
import { Icon } from './icons.tsx'
import type { View } from './view.ts'

interface Upload {
  name: string
  part: number
  file: ChatFile | null
  problem: string | null
}

const mostFiles = 10

/** The box to say something: Enter sends, Shift+Enter begins a line; files by choice, paste and drop. */
export function Composer({ chat, view }: { chat: Chat; view: View }) {
  const { words, maxFileBytes } = chat.config
  const [text, setText] = useState('')
  const [uploads, setUploads] = useState<Upload[]>([])
  const [Emoji, setEmoji] = useState<((props: { onPick: (sign: string) => void }) => JSX.Element) | null>(
    null,
  )
  const [isOver, setOver] = useState(false)
  const box = useRef<HTMLTextAreaElement>(null)
  const chooser = useRef<HTMLInputElement>(null)
  const isBusy = uploads.some((one) => one.file === null && one.problem === null)
  const ready = uploads.flatMap((one) => one.file ?? [])
  const canSend = !isBusy && (text.trim() !== '' || ready.length > 0)

  const grow = () => {
    const element = box.current
    if (!element) return
    element.style.height = 'auto'
    element.style.height = `${Math.min(element.scrollHeight, 120)}px`
  }
  const send = () => {
    if (!canSend) return
    chat.send(text.trim(), ready)
    setText('')
    setUploads([])
    requestAnimationFrame(grow)
    box.current?.focus()
  }
  const add = (files: readonly File[]) => {
    for (const file of files.slice(0, mostFiles - uploads.length)) {
      const entry: Upload = { name: file.name, part: 0, file: null, problem: null }
      const change = (next: Partial<Upload>) => {
        Object.assign(entry, next)
        setUploads((all) => [...all])
      }
      setUploads((all) => [...all, entry])
      if (file.size > maxFileBytes) change({ problem: words['tooLarge'] ?? '' })
      else
        chat
          .upload(file, (part) => change({ part }))
          .then(
            (kept) => change({ file: kept }),
            () => change({ problem: words['uploadFailed'] ?? '' }),
          )
    }
  }
  const pickEmoji = async () => {
    if (Emoji) return setEmoji(null)
    const part = await import('./emoji.tsx')
    setEmoji(() => part.EmojiTable)
  }
  return (
    <form
      class={`say ${isOver ? 'is-over' : ''}`}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        add([...(event.dataTransfer?.files ?? [])])
      }}
    >
      {Emoji && (
        <Emoji
          onPick={(sign) => {
            setText((before) => before + sign)
            box.current?.focus()
          }}
        />
      )}
      {uploads.length > 0 && (
        <ul class="uploads">
          {uploads.map((one) => (
            <li key={one.name} class={one.problem ? 'bad' : ''}>
              <span>{one.name}</span>
              {one.problem ?? (one.file ? '' : `${Math.round(one.part * 100)}%`)}
              <button
                type="button"
                class="icon"
                aria-label={words['remove']?.replace('{name}', one.name)}
                onClick={() => setUploads((all) => all.filter((other) => other !== one))}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div class="row">
        <button
          type="button"
          class="icon"
          aria-label={words['attach']}
          onClick={() => chooser.current?.click()}
        >
          <Icon name="attach" />
        </button>
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            add([...(event.currentTarget.files ?? [])])
            event.currentTarget.value = ''
          }}
        />
        <textarea
          ref={box}
          rows={1}
          maxLength={8000}
          aria-label={words['message']}
          placeholder={isOver ? words['dropHere'] : words['message']}
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value)
            grow()
            if (view.hasConversation) chat.typed()
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
            event.preventDefault()
            send()
          }}
          onPaste={(event) => {
            const files = [...(event.clipboardData?.files ?? [])]
            if (files.length === 0) return
            event.preventDefault()
            add(files)
          }}
        />
        <button
          type="button"
          class="icon"
          aria-label={words['emoji']}
          aria-expanded={Emoji !== null}
          onClick={() => void pickEmoji()}
        >
          <Icon name="emoji" />
        </button>
        <button class="go" aria-label={words['send']} disabled={!canSend}>
          <Icon name="send" />
        </button>
      </div>
    </form>
  )
}
