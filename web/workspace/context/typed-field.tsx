import { type FocusEvent, type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { checkFieldValue, type FieldValueProblem } from '#contract/field-values.ts'
import { IconButton } from '../../ui/button.tsx'
import { Input, Textarea } from '../../ui/field.tsx'
import { numberOf, numberToType } from '../fields/numbers.ts'
import { useFields } from '../fields/use-fields.ts'
import type { EditedField } from './field-editor.tsx'
import { ValueButton } from './value-button.tsx'

/** A field one types into, in its place: Enter or leaving it keeps what was typed, Esc takes it back. */
export function TypedField({ field, name, value, isLocked, isOpenAtOnce, onChange }: EditedField) {
  const { t, i18n } = useTranslation()
  const language = i18n.language === 'en' ? 'en' : 'ru'
  const isNumber = field.kind === 'number'
  const words = useFields()
  const [text, setText] = useState<string | null>(isOpenAtOnce && value === null ? '' : null)
  const [problem, setProblem] = useState<FieldValueProblem | 'changed' | null>(null)
  /** What stood there when the agent began, or has been shown since. */
  const seen = useRef(value)
  // Leaving the field also follows Enter and Esc.
  const isDone = useRef(false)
  const place = useRef<HTMLSpanElement>(null)
  /** Whoever ended it by a key goes on from where the value stands. */
  const goOn = () => requestAnimationFrame(() => place.current?.querySelector('button')?.focus())
  const shown = words.valueText(field, value)
  const begin = () => {
    isDone.current = false
    setProblem(null)
    seen.current = value
    setText(typeof value === 'number' ? numberToType(value, language) : value === null ? '' : String(value))
  }
  const save = (input: HTMLInputElement | HTMLTextAreaElement) => {
    if (isDone.current || text === null) return
    // Half a date is an empty text to the browser: it must not empty the field.
    if (input.validity.badInput) return setProblem('not_date')
    const checked = checkFieldValue(field, isNumber ? (numberOf(text, language) ?? text) : text, value)
    if ('problem' in checked) return setProblem(checked.problem)
    if (value !== seen.current && checked.value !== value) {
      seen.current = value
      return setProblem('changed')
    }
    isDone.current = true
    setText(null)
    if (checked.value !== value) onChange(checked.value)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>) => {
    const isEnough = event.key === 'Enter' && (field.kind !== 'long_text' || event.ctrlKey || event.metaKey)
    if (isEnough) {
      event.preventDefault()
      save(event.currentTarget)
      goOn()
    }
    if (event.key === 'Escape') {
      event.stopPropagation()
      isDone.current = true
      setText(null)
      goOn()
    }
  }
  const inPlace = (content: ReactNode) => (
    <span ref={place} className="contents">
      {content}
    </span>
  )
  if (text !== null) {
    const shared = {
      'aria-label': name,
      'aria-invalid': problem ? (true as const) : undefined,
      // The agent has just asked to edit it.
      autoFocus: true,
      value: text,
      onBlur: (event: FocusEvent<HTMLInputElement | HTMLTextAreaElement>) => save(event.currentTarget),
      onKeyDown,
    }
    return inPlace(
      <span className="flex w-full min-w-0 flex-col gap-0.5">
        {field.kind === 'long_text' ? (
          <Textarea
            {...shared}
            title={t('field.longHelp')}
            onChange={(event) => setText(event.target.value)}
          />
        ) : (
          <Input
            {...shared}
            type={field.kind === 'date' ? 'date' : field.kind === 'url' ? 'url' : 'text'}
            inputMode={field.kind === 'number' ? 'decimal' : undefined}
            className="!h-7"
            onChange={(event) => setText(event.target.value)}
          />
        )}
        {problem && (
          <span role="alert" className="text-sm text-bad">
            {problem === 'changed'
              ? t('field.changed', { value: shown || t('field.none') })
              : t(`fieldValueProblem.${problem}`)}
          </span>
        )}
      </span>,
    )
  }
  const label = `${name}: ${shown || t('field.none')}`
  if (field.kind === 'url' && typeof value === 'string' && /^https?:\/\//i.test(value)) {
    return inPlace(
      <>
        <a
          href={value}
          target="_blank"
          rel="noreferrer noopener"
          title={value}
          className="min-w-0 flex-1 truncate text-accent hover:underline"
        >
          {value.replace(/^https?:\/\//i, '')}
        </a>
        {!isLocked && (
          <IconButton icon="pencil" size={14} label={t('field.edit', { name })} onClick={begin} />
        )}
      </>,
    )
  }
  return inPlace(
    <ValueButton label={label} isEmpty={!shown} isDisabled={isLocked} onClick={begin}>
      <span className={field.kind === 'long_text' ? 'break-words whitespace-pre-line' : 'break-words'}>
        {shown || t('field.none')}
      </span>
    </ValueButton>,
  )
}
