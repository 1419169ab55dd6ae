import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import { Checkbox, Field, Textarea } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { Callout } from '../../forms/callout.tsx'
import type { Form } from '../../forms/use-form.ts'
import { FormRow } from '../frame/form-row.tsx'
import type { ChatValues } from './chat-values.ts'
import { useText } from './text-fields.tsx'

const asked = ['off', 'optional', 'required'] as const

/** What is asked before the first line. */
export function AskFields({ form, language }: { form: Form<ChatValues>; language: Language }) {
  const { t } = useTranslation()
  const { values, set, error } = form
  const text = useText(form, language)
  const options = asked.map((value) => ({ value, label: t(`settings.chats.asked.${value}`) }))
  return (
    <FormRow label={t('settings.chats.form')} hint={t('settings.chats.formHint')}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('settings.chats.asksName')}>
          {({ id }) => (
            <Select
              id={id}
              value={values.asksName}
              options={options}
              onChange={(next) => set('asksName', next)}
            />
          )}
        </Field>
        <Field label={t('settings.chats.asksEmail')}>
          {({ id }) => (
            <Select
              id={id}
              value={values.asksEmail}
              options={options}
              onChange={(next) => set('asksEmail', next)}
            />
          )}
        </Field>
      </div>
      {values.asksEmail === 'off' && (
        <Callout tone="warn" icon="alert">
          {t('settings.chats.noEmail')}
        </Callout>
      )}
      <Checkbox
        label={t('settings.chats.hasConsent')}
        hint={t('settings.chats.hasConsentHint')}
        checked={values.hasConsent}
        onChange={(event) => set('hasConsent', event.target.checked)}
      />
      {values.hasConsent && (
        <Field
          label={t('settings.chats.consent', { language: t(`settings.chats.in.${language}`) })}
          error={error('hasConsent')}
        >
          {(ids) => <Textarea {...ids} {...text('consent')} rows={2} maxLength={500} />}
        </Field>
      )}
    </FormRow>
  )
}
