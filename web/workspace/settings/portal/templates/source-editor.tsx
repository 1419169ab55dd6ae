import { type KeyboardEvent, type Ref, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from '../../../../ui/class-names.ts'

/** Two spaces, as in the templates themselves. */
const step = '  '

/**
 * A template's source with its lines numbered. Tab writes two spaces; after Escape it leads on, as everywhere else, so
 * that the keyboard is never caught.
 */
export function SourceEditor({
  label,
  value,
  problem,
  problemLine = null,
  onChange,
  ref,
}: {
  label: string
  value: string
  problem?: string | null
  problemLine?: number | null
  /** Only read where it is left out. */
  onChange?: (value: string) => void
  ref?: Ref<HTMLTextAreaElement>
}) {
  const { t } = useTranslation()
  const id = useId()
  const numbers = useRef<HTMLDivElement>(null)
  const leadsOn = useRef(false)
  const lines = value.split('\n').length
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Escape') {
      leadsOn.current = true
      return
    }
    const isTab = event.key === 'Tab' && !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey
    if (!isTab || leadsOn.current || !onChange) {
      if (event.key !== 'Shift' && event.key !== 'Tab') leadsOn.current = false
      return
    }
    event.preventDefault()
    // As if typed: it can be taken back.
    document.execCommand('insertText', false, step)
  }
  return (
    <div className="flex flex-col gap-1">
      <div
        className={classNames(
          'flex max-h-[68vh] min-h-72 overflow-hidden rounded-md border bg-raised font-mono text-sm leading-5',
          'focus-within:outline-2 focus-within:outline-accent',
          problem ? 'border-bad' : 'border-line',
        )}
      >
        <div
          ref={numbers}
          aria-hidden="true"
          className="flex-none overflow-hidden border-r border-line bg-app py-2 text-right text-ink-3 select-none"
        >
          {Array.from({ length: lines }, (_, at) => (
            <div
              key={at}
              className={classNames('px-2', at + 1 === problemLine && 'bg-bad-soft font-semibold text-bad')}
            >
              {at + 1}
            </div>
          ))}
        </div>
        <textarea
          ref={ref}
          aria-label={label}
          aria-invalid={problem ? true : undefined}
          aria-describedby={`${id}-problem ${id}-keys`}
          readOnly={!onChange}
          value={value}
          wrap="off"
          rows={24}
          spellCheck={false}
          autoComplete="off"
          className="min-w-0 flex-1 resize-none overflow-auto bg-transparent px-3 py-2 whitespace-pre outline-none"
          onChange={(event) => onChange?.(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={() => {
            leadsOn.current = false
          }}
          onScroll={({ currentTarget }) => {
            if (numbers.current) numbers.current.scrollTop = currentTarget.scrollTop
          }}
        />
      </div>
      <p id={`${id}-problem`} role="alert" className="text-sm text-bad empty:hidden">
        {problem}
      </p>
      {onChange && (
        <p id={`${id}-keys`} className="text-sm text-ink-3">
          {t('settings.portal.keys')}
        </p>
      )}
    </div>
  )
}
