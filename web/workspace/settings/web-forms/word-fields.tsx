import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import type { FormTexts } from '#contract/web-forms.ts'
import { Checkbox, Field, Input, Textarea } from '../../../ui/field.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import type { Form } from '../../forms/use-form.ts'
import { LanguageBoxes } from '../frame/language-boxes.tsx'
import { FormRow } from '../frame/form-row.tsx'
import { type FormValues, languages } from './form-values.ts'

/** The languages of a form, what it says in each, and the consent it asks for. */
export function WordFields({
  form: { values, set, error },
  language,
  onLanguage,
}: {
  form: Form<FormValues>
  language: Language
  onLanguage: (language: Language) => void
}) {
  const { t } = useTranslation()
  const text = (name: keyof FormTexts) => ({
    lang: language,
    name: `${name}-${language}`,
    value: values.texts[language][name],
    onChange: (event: { target: { value: string } }) =>
      set('texts', {
        ...values.texts,
        [language]: { ...values.texts[language], [name]: event.target.value },
      }),
  })
  return (
    <>
      <FormRow label={t('settings.chats.languages')} hint={t('settings.webForms.languagesHint')}>
        <LanguageBoxes
          values={values.languages}
          onChange={(next) => set('languages', next)}
          onAdded={onLanguage}
        />
      </FormRow>
      <FormRow label={t('settings.chats.texts')} hint={t('settings.chats.textsHint')}>
        {values.languages.length > 1 && (
          <Tabs
            label={t('settings.chats.textsIn')}
            value={language}
            items={languages.map((one) => ({ value: one, label: t(`settings.chats.language.${one}`) }))}
            onChange={onLanguage}
          />
        )}
        <Field label={t('settings.chats.title')}>
          {(ids) => <Input {...ids} {...text('title')} maxLength={120} />}
        </Field>
        <Field label={t('settings.webForms.intro')}>
          {(ids) => <Textarea {...ids} {...text('intro')} rows={2} maxLength={1000} />}
        </Field>
        <Field label={t('settings.webForms.button')}>
          {(ids) => <Input {...ids} {...text('button')} maxLength={40} />}
        </Field>
        <Field label={t('settings.webForms.thanks')}>
          {(ids) => <Textarea {...ids} {...text('thanks')} rows={2} maxLength={1000} />}
        </Field>
        {error('texts') && (
          <p role="alert" className="text-sm text-bad">
            {error('texts')}
          </p>
        )}
      </FormRow>
      <FormRow label={t('settings.webForms.consentPart')}>
        <Checkbox
          label={t('settings.chats.hasConsent')}
          hint={t('settings.webForms.hasConsentHint')}
          checked={values.hasConsent}
          onChange={(event) => set('hasConsent', event.target.checked)}
        />
        {values.hasConsent && (
          <>
            <Field label={t('settings.chats.consent', { language: t(`settings.chats.in.${language}`) })}>
              {(ids) => <Textarea {...ids} {...text('consent')} rows={2} maxLength={500} />}
            </Field>
            <Field label={t('settings.webForms.consentUrl')} error={error('consentUrl')}>
              {(ids) => (
                <Input
                  {...ids}
                  type="url"
                  placeholder="https://shop.example/privacy"
                  maxLength={1000}
                  value={values.consentUrl ?? ''}
                  onChange={(event) => set('consentUrl', event.target.value)}
                />
              )}
            </Field>
          </>
        )}
      </FormRow>
    </>
  )
}
