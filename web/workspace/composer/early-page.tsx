import { useState } from 'react'
import { PauseShortcuts } from '../../ui/pause-shortcuts.ts'
import { paragraphs } from './composed-html.ts'
import { mayBeCommand } from './may-be-command.ts'

/** Takes what is typed before the editor has come; a letter typed then is no shortcut. */
export function EarlyPage({
  html,
  placeholder,
  hasCursor,
  isChat,
  onChange,
  onSlash,
  onSubmit,
}: {
  html: string
  placeholder: string
  hasCursor: boolean
  isChat: boolean
  onChange: (html: string) => void
  onSlash?: () => void
  onSubmit?: () => void
}) {
  const [before] = useState(html)
  const [text, setText] = useState('')
  return (
    <>
      {hasCursor && <PauseShortcuts />}
      <textarea
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- somebody has just asked to write
        autoFocus={hasCursor}
        aria-busy="true"
        aria-label={placeholder}
        placeholder={before === '' ? placeholder : undefined}
        value={text}
        className="min-h-[76px] flex-1 resize-none bg-transparent px-4 pt-2 pb-3 text-lg outline-none placeholder:text-ink-3"
        onKeyDown={(event) => {
          const isSent = event.ctrlKey || event.metaKey || (isChat && !event.shiftKey)
          if (event.key === 'Enter' && isSent && !event.nativeEvent.isComposing) {
            event.preventDefault()
            onSubmit?.()
            return
          }
          const { selectionStart, selectionEnd } = event.currentTarget
          if (
            event.key !== '/' ||
            event.nativeEvent.isComposing ||
            !onSlash ||
            selectionStart !== selectionEnd
          )
            return
          if (!mayBeCommand(text.slice(0, selectionStart))) return
          event.preventDefault()
          onSlash()
        }}
        onChange={(event) => {
          setText(event.target.value)
          onChange(before + paragraphs(event.target.value))
        }}
      />
    </>
  )
}
