import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import type { FormField } from '#contract/web-forms.ts'
import { Checkbox, Field, Input } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { useForm } from '../../forms/use-form.ts'
import { FormDialog } from '../frame/form-dialog.tsx'
import { ConditionFields } from './condition-fields.tsx'
import { useFieldWords } from './use-field-words.ts'

/** One field of a form: what it is called, whether it must be answered, and when it is asked. */
export function FieldDialog({
  field,
  fields,
  languages,
  onClose,
  onDone,
}: {
  field: FormField
  fields: readonly FormField[]
  languages: readonly Language[]
  onClose: () => void
  onDone: (field: FormField) => void
}) {
  const { t } = useTranslation()
  const words = useFieldWords()
  const form = useForm<FormField, FormField>({
    initial: field,
    check: ({ preset }) => (preset?.trim() === '' ? { preset: t('settings.webForms.presetMissing') } : {}),
    // Kept by the page; the form itself is saved as a whole.
    send: async (values) => values,
    onDone,
  })
  const { values, set } = form
  const choices = words.choicesOf(values)
  const text = (of: 'labels' | 'hints', language: Language) => ({
    lang: language,
    autoComplete: 'off',
    value: values[of][language] ?? '',
    onChange: (event: { target: { value: string } }) =>
      set(of, { ...values[of], [language]: event.target.value }),
  })
  return (
    <FormDialog
      form={form}
      title={words.usualName(field)}
      action={t('settings.webForms.done')}
      onClose={onClose}
      width={520}
    >
      {values.preset === null && (
        <>
          {languages.map((language) => (
            <div key={language} className="grid gap-4 sm:grid-cols-2">
              <Field label={t('settings.webForms.label', { language: t(`settings.chats.in.${language}`) })}>
                {(ids) => (
                  <Input
                    {...ids}
                    {...text('labels', language)}
                    maxLength={120}
                    placeholder={t('settings.webForms.asUsual')}
                  />
                )}
              </Field>
              <Field label={t('settings.webForms.hint', { language: t(`settings.chats.in.${language}`) })}>
                {(ids) => <Input {...ids} {...text('hints', language)} maxLength={300} />}
              </Field>
            </div>
          ))}
          <Checkbox
            label={t('settings.webForms.isRequired')}
            checked={values.isRequired}
            onChange={(event) => set('isRequired', event.target.checked)}
          />
        </>
      )}
      {values.kind !== 'files' && (
        <Checkbox
          label={t('settings.webForms.isPreset')}
          hint={t('settings.webForms.isPresetHint')}
          checked={values.preset !== null}
          onChange={(event) => set('preset', event.target.checked ? '' : null)}
        />
      )}
      {values.preset !== null && (
        <Field label={t('settings.webForms.preset')} error={form.error('preset')}>
          {(ids) =>
            choices.length > 0 ? (
              <Select
                id={ids.id}
                value={values.preset}
                options={choices.map(({ value, name }) => ({ value, label: name }))}
                onChange={(value) => set('preset', value)}
              />
            ) : (
              <Input
                {...ids}
                maxLength={500}
                value={values.preset ?? ''}
                onChange={(event) => set('preset', event.target.value)}
              />
            )
          }
        </Field>
      )}
      <ConditionFields field={values} fields={fields} onChange={(shownWhen) => set('shownWhen', shownWhen)} />
    </FormDialog>
  )
}
