import { useTranslation } from 'react-i18next'
import type { CustomField, FieldValue } from '#contract/fields.ts'
import { Picker } from '../../ui/picker.tsx'
import { useFields } from '../fields/use-fields.ts'
import { ChoicesField } from './choices-field.tsx'
import { TypedField } from './typed-field.tsx'
import { ValueButton } from './value-button.tsx'

const none = ''

export interface EditedField {
  field: CustomField
  name: string
  value: FieldValue | null
  isLocked: boolean
  /** It has just been asked for: the cursor goes there. */
  isOpenAtOnce: boolean
  onChange: (value: FieldValue | null) => void
}

/** One field of the desk's own, by its kind. */
export function FieldEditor(edited: EditedField) {
  const { field, name, value, isLocked, onChange } = edited
  const { t } = useTranslation()
  const words = useFields()
  const text = words.valueText(field, value)
  switch (field.kind) {
    case 'checkbox':
      return (
        <input
          type="checkbox"
          aria-label={name}
          checked={value === true}
          disabled={isLocked}
          onChange={(event) => onChange(event.target.checked)}
          className="size-4 flex-none accent-(--accent)"
        />
      )
    case 'choice':
      return (
        <Picker
          items={[
            ...field.choices
              .filter((choice) => !choice.isArchived || choice.value === value)
              .map((choice) => ({ value: choice.value, label: words.valueText(field, choice.value) })),
            { value: none, label: t('field.none') },
          ]}
          value={typeof value === 'string' ? value : none}
          placeholder={name}
          onPick={(chosen) => chosen !== (value ?? none) && onChange(chosen === none ? null : chosen)}
          trigger={
            <ValueButton label={`${name}: ${text || t('field.none')}`} isEmpty={!text} isDisabled={isLocked}>
              <span className="truncate">{text || t('field.none')}</span>
            </ValueButton>
          }
        />
      )
    case 'multi_choice':
      return <ChoicesField {...edited} />
    default:
      return <TypedField {...edited} />
  }
}
