import { useTranslation } from 'react-i18next'
import type { FormField } from '#contract/web-forms.ts'
import { Checkbox, Field } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { waitsFor } from './form-values.ts'
import { useFieldWords } from './use-field-words.ts'

/** When a field is asked: always, or only while another says something. */
export function ConditionFields({
  field,
  fields,
  onChange,
}: {
  field: FormField
  fields: readonly FormField[]
  onChange: (shownWhen: FormField['shownWhen']) => void
}) {
  const { t } = useTranslation()
  const words = useFieldWords()
  const { shownWhen } = field
  // Files say nothing one could wait for, and nobody waits for themselves.
  const others = fields.filter(
    (other) => other.id !== field.id && other.kind !== 'files' && !waitsFor(fields, field.id, other.id),
  )
  const other = others.find((each) => each.id === shownWhen?.fieldId)
  const choices = other ? words.choicesOf(other) : []
  if (others.length === 0) return null
  return (
    <>
      <Field label={t('settings.webForms.when')}>
        {({ id }) => (
          <Select
            id={id}
            value={shownWhen?.fieldId ?? ''}
            options={[
              { value: '', label: t('settings.webForms.always') },
              ...others.map((each) => ({
                value: each.id,
                label: t('settings.webForms.ifField', { field: words.nameOf(each) }),
              })),
            ]}
            onChange={(fieldId) => onChange(fieldId === '' ? null : { fieldId, values: [] })}
          />
        )}
      </Field>
      {shownWhen && choices.length > 0 && (
        <fieldset className="flex flex-col gap-1">
          <legend className="pb-1 text-ink-2">{t('settings.webForms.isOneOf')}</legend>
          {choices.map(({ value, name }) => (
            <Checkbox
              key={value}
              label={name}
              checked={shownWhen.values.includes(value)}
              onChange={(event) =>
                onChange({
                  ...shownWhen,
                  values: event.target.checked
                    ? [...shownWhen.values, value]
                    : shownWhen.values.filter((each) => each !== value),
                })
              }
            />
          ))}
          <p className="text-sm text-ink-3">{t('settings.webForms.anyAnswer')}</p>
        </fieldset>
      )}
    </>
  )
}
