import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../ui/icon.tsx'
import { MultiPicker } from '../../ui/picker.tsx'
import { Tag } from '../../ui/tag.tsx'
import { useFields } from '../fields/use-fields.ts'
import type { EditedField } from './field-editor.tsx'

/** Several choices of a list; kept when the list closes, as one change. */
export function ChoicesField({ field, name, value, isLocked, onChange }: EditedField) {
  const { t } = useTranslation()
  const words = useFields()
  const saved = Array.isArray(value) ? value : []
  const [chosen, setChosen] = useState<string[] | null>(null)
  const shown = chosen ?? saved
  const items = field.choices
    .filter((choice) => !choice.isArchived || saved.includes(choice.value))
    .map((choice) => ({ value: choice.value, label: words.valueText(field, [choice.value]) }))
  return (
    <>
      {shown.map((each) => (
        <Tag key={each}>{words.valueText(field, [each])}</Tag>
      ))}
      {shown.length === 0 && isLocked && <span className="text-ink-3">{t('field.none')}</span>}
      {!isLocked && (
        <MultiPicker
          items={items}
          values={shown}
          placeholder={name}
          onChange={setChosen}
          onOpenChange={(open) => {
            if (open) return
            if (chosen && chosen.toSorted().join('\n') !== saved.toSorted().join('\n')) onChange(chosen)
            setChosen(null)
          }}
          trigger={
            <button
              type="button"
              aria-label={t('field.choose', { name })}
              className="-ml-0.5 grid h-[18px] min-w-[18px] place-items-center rounded-xs text-ink-3 hover:bg-hover hover:text-ink data-popup-open:bg-hover"
            >
              <Icon name="plus" size={14} />
            </button>
          }
        />
      )}
    </>
  )
}
