import { type ClipboardEvent, type KeyboardEvent, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from '../../../ui/class-names.ts'
import { Icon } from '../../../ui/icon.tsx'

/**
 * Words one types, each a chip: Enter or a comma ends one, Backspace takes the last back. Where a form is only read,
 * the words alone are left.
 */
export function Chips({
  label,
  values,
  onChange,
  onTyping,
  placeholder,
  another,
  suggestions = [],
  isBad,
  isMono,
  separators = /[,\n]/,
  most = 50,
}: {
  label: string
  values: readonly string[]
  onChange: (values: string[]) => void
  /** What is being typed and is no chip yet. */
  onTyping?: (text: string) => void
  placeholder: string
  /** What stands in the field once there is a chip. */
  another?: string
  suggestions?: readonly string[]
  isBad?: boolean
  isMono?: boolean
  /** A pattern may hold a comma. */
  separators?: RegExp | null
  most?: number
}) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const list = useId()
  const type = (next: string) => {
    setText(next)
    onTyping?.(next.trim())
  }
  const add = (typed: string) => {
    const parts = separators ? typed.split(separators) : [typed]
    const added = parts.map((part) => part.trim().slice(0, 300)).filter((part) => part !== '')
    if (added.length > 0) onChange([...new Set([...values, ...added])].slice(0, most))
    type('')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') {
      event.preventDefault()
      add(text)
    } else if (event.key === 'Backspace' && text === '' && values.length > 0) {
      event.preventDefault()
      type(values.at(-1) ?? '')
      onChange(values.slice(0, -1))
    }
  }
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text')
    if (!separators || !separators.test(pasted)) return
    event.preventDefault()
    add(text + pasted)
  }
  return (
    <span className="inline-flex min-w-0 flex-wrap items-center gap-1.5">
      {values.map((value) => (
        <span
          key={value}
          className={classNames(
            'inline-flex min-h-(--control) max-w-full items-center rounded-md bg-accent-soft pl-2.5 font-medium text-accent in-[fieldset:disabled]:pr-2.5',
            isMono && 'font-mono text-sm',
          )}
        >
          <span className="min-w-0 break-words">{value}</span>
          <button
            type="button"
            aria-label={t('rules.removeValue', { value })}
            onClick={() => {
              onChange(values.filter((each) => each !== value))
              input.current?.focus()
            }}
            className="grid size-7 flex-none place-items-center rounded-md opacity-70 hover:opacity-100 in-[fieldset:disabled]:hidden"
          >
            <Icon name="close" size={12} />
          </button>
        </span>
      ))}
      <input
        ref={input}
        aria-label={label}
        aria-invalid={isBad || undefined}
        list={suggestions.length > 0 ? list : undefined}
        value={text}
        placeholder={values.length === 0 ? placeholder : (another ?? t('rules.anotherValue'))}
        maxLength={300}
        onChange={(event) => {
          const next = event.target.value
          if (separators && next.endsWith(',')) add(next)
          else type(next)
        }}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onBlur={() => add(text)}
        className={classNames(
          'h-(--control) min-w-0 rounded-md border border-dashed border-line-strong bg-transparent px-2.5 focus:border-solid focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent aria-invalid:border-bad in-[fieldset:disabled]:hidden max-md:text-[16px]',
          values.length === 0 ? 'w-56' : 'w-32',
          isMono && 'font-mono text-sm',
        )}
      />
      {suggestions.length > 0 && (
        <datalist id={list}>
          {suggestions.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </datalist>
      )}
    </span>
  )
}
