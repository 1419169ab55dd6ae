import { type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { checkFieldValue, type FieldValueProblem } from '#contract/field-values.ts'
import type { CustomField } from '#contract/fields.ts'
import { IconButton } from '../../ui/button.tsx'
import { Input, Textarea } from '../../ui/field.tsx'
import { useFields } from '../fields/use-fields.ts'
import type { EditedField } from './field-editor.tsx'
import { ValueButton } from './value-button.tsx'

/** What was typed, as the value of its kind; text that is no number stays text, and is told to be wrong. */
function typedValue(field: CustomField, text: string): string | number {
  const plain = text.trim()
  if (field.kind !== 'number' || plain === '') return text
  const number = Number(plain.replaceAll(/[\s\u00a0\u202f]/g, '').replace(',', '.'))
  return Number.isFinite(number) ? number : text
}

/** A field one types into, in its place: Enter or leaving it keeps what was typed, Esc takes it back. */
export function TypedField({ field, name, value, isLocked, isOpenAtOnce, onChange }: EditedField) {
  const { t } = useTranslation()
  const words = useFields()
  const [text, setText] = useState<string | null>(isOpenAtOnce && value === null ? '' : null)
  const [problem, setProblem] = useState<FieldValueProblem | null>(null)
  // Leaving the field also follows Enter and Esc.
  const isDone = useRef(false)
  const shown = words.valueText(field, value)
  const begin = () => {
    isDone.current = false
    setProblem(null)
    setText(value === null ? '' : String(value))
  }
  const save = () => {
    if (isDone.current || text === null) return
    const checked = checkFieldValue(field, typedValue(field, text), value)
    if ('problem' in checked) return setProblem(checked.problem)
    isDone.current = true
    setText(null)
    if (checked.value !== value) onChange(checked.value)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const isEnough = event.key === 'Enter' && (field.kind !== 'long_text' || event.ctrlKey || event.metaKey)
    if (isEnough) {
      event.preventDefault()
      save()
    }
    if (event.key === 'Escape') {
      event.stopPropagation()
      isDone.current = true
      setText(null)
    }
  }
  if (text !== null) {
    const shared = {
      'aria-label': name,
      'aria-invalid': problem ? (true as const) : undefined,
      // The agent has just asked to edit it.
      autoFocus: true,
      value: text,
      onBlur: save,
      onKeyDown,
    }
    return (
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
            {t(`fieldValueProblem.${problem}`)}
          </span>
        )}
      </span>
    )
  }
  const label = `${name}: ${shown || t('field.none')}`
  if (field.kind === 'url' && typeof value === 'string' && /^https?:\/\//i.test(value)) {
    return (
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
      </>
    )
  }
  return (
    <ValueButton label={label} isEmpty={!shown} isDisabled={isLocked} onClick={begin}>
      <span className={field.kind === 'long_text' ? 'break-words whitespace-pre-line' : 'break-words'}>
        {shown || t('field.none')}
      </span>
    </ValueButton>
  )
}
