import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Recipient } from '#contract/sending.ts'
import { readAddresses } from './addresses.ts'
import { RecipientChip } from './recipient-chip.tsx'

/** One line of addresses, open to change: type and press Enter, paste a list, Backspace takes the last one away. */
export function RecipientField({
  label,
  people,
  hasFocus,
  onChange,
  onTyping,
}: {
  label: string
  people: readonly Recipient[]
  hasFocus?: boolean
  onChange: (addresses: string[]) => void
  /** Whether something is typed that is no recipient yet: the reply must not go without it. */
  onTyping: (isTyping: boolean) => void
}) {
  const { t } = useTranslation()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState('')
  const addresses = people.map((each) => each.address)
  const type = (text: string) => {
    setTyped(text)
    setWrong('')
    onTyping(text.trim() !== '')
  }
  const take = (text: string): boolean => {
    const read = readAddresses(text)
    if (read.addresses.length > 0) onChange([...new Set([...addresses, ...read.addresses])])
    type(read.wrong.join(' '))
    setWrong(read.wrong.join(', '))
    return read.wrong.length === 0
  }
  return (
    // A press beside the chips means the field.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the input itself takes the keys
    <div
      className="flex min-h-(--control) cursor-text items-start gap-1 border-b border-line py-1 last:border-b-0 has-[input:focus-visible]:shadow-[inset_0_-2px_0_var(--accent)]"
      onClick={() => input.current?.focus()}
    >
      <label htmlFor={id} className="w-[92px] flex-none py-0.5 text-sm text-ink-3 max-md:w-16">
        {label}
      </label>
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1">
        {people.map((person) => (
          <RecipientChip
            key={person.address}
            person={person}
            onRemove={() => {
              onChange(addresses.filter((each) => each !== person.address))
              input.current?.focus()
            }}
            onReplace={(better) =>
              onChange([
                ...new Set(addresses.map((each) => (each === person.address ? better.toLowerCase() : each))),
              ])
            }
          />
        ))}
        <input
          ref={input}
          id={id}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- opened to be typed into
          autoFocus={hasFocus}
          value={typed}
          type="text"
          inputMode="email"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          aria-invalid={wrong ? true : undefined}
          aria-describedby={wrong ? `${id}-said` : undefined}
          className="h-6 min-w-12 flex-1 bg-transparent text-ink outline-none max-md:text-[16px]"
          onChange={(event) => {
            const { value } = event.target
            if (/[,;]\s*$/.test(value)) take(value)
            else type(value)
          }}
          onPaste={(event) => {
            const text = event.clipboardData.getData('text')
            if (!/[,;\s]\S/.test(text.trim())) return
            event.preventDefault()
            take(`${typed} ${text}`)
          }}
          onBlur={() => typed.trim() && take(typed)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && typed.trim()) {
              event.preventDefault()
              take(typed)
            } else if (event.key === 'Backspace' && typed === '' && addresses.length > 0) {
              onChange(addresses.slice(0, -1))
            }
          }}
        />
        {wrong && (
          <span id={`${id}-said`} role="alert" className="w-full text-sm text-bad">
            {t('composer.wrongAddress', { address: wrong })}
          </span>
        )}
      </div>
    </div>
  )
}
