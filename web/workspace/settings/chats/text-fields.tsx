import { useTranslation } from 'react-i18next'
import type { ChatTexts } from '#contract/chat.ts'
import type { Language } from '#contract/common.ts'
import { Field, Input, Textarea } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import type { Form } from '../../forms/use-form.ts'
import { LanguageBoxes } from '../frame/language-boxes.tsx'
import { FormRow } from '../frame/form-row.tsx'
import { type ChatValues, languages } from './chat-values.ts'

/** The languages a chat speaks, and what it says in each. */
export function TextFields({
  form,
  language,
  onLanguage,
}: {
  form: Form<ChatValues>
  language: Language
  onLanguage: (language: Language) => void
}) {
  const { t } = useTranslation()
  const { values, set, error } = form
  return (
    <>
      <FormRow label={t('settings.chats.languages')} hint={t('settings.chats.languagesHint')}>
        <LanguageBoxes
          values={values.languages}
          onChange={(next) => set('languages', next)}
          onAdded={onLanguage}
        />
        {values.languages.length > 1 && (
          <Field label={t('settings.chats.otherwise')} hint={t('settings.chats.otherwiseHint')}>
            {({ id }) => (
              <Select<Language>
                id={id}
                value={values.languages[0] ?? 'ru'}
                options={values.languages
                  .toSorted()
                  .toReversed()
                  .map((one) => ({ value: one, label: t(`settings.chats.language.${one}`) }))}
                onChange={(first) =>
                  set('languages', [first, ...values.languages.filter((one) => one !== first)])
                }
              />
            )}
          </Field>
        )}
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
        <Words form={form} language={language} />
        {error('texts') && (
          <p role="alert" className="text-sm text-bad">
            {error('texts')}
          </p>
        )}
      </FormRow>
    </>
  )
}

/** One text in one language. */
export function useText({ values, set }: Form<ChatValues>, language: Language) {
  return (name: keyof ChatTexts) => ({
    lang: language,
    name: `${name}-${language}`,
    value: values.texts[language][name],
    onChange: (event: { target: { value: string } }) =>
      set('texts', {
        ...values.texts,
        [language]: { ...values.texts[language], [name]: event.target.value },
      }),
  })
}

function Words({ form, language }: { form: Form<ChatValues>; language: Language }) {
  const { t } = useTranslation()
  const text = useText(form, language)
  const isUntitled = form.error('texts') !== null && form.values.texts[language].title.trim() === ''
  return (
    <>
      <Field label={t('settings.chats.title')} hint={t('settings.chats.titleHint')}>
        {(ids) => <Input {...ids} {...text('title')} maxLength={80} aria-invalid={isUntitled || undefined} />}
      </Field>
      <Field label={t('settings.chats.greeting')}>
        {(ids) => <Textarea {...ids} {...text('greeting')} rows={2} maxLength={500} />}
      </Field>
      <Field label={t('settings.chats.away')} hint={t('settings.chats.awayHint')}>
        {(ids) => <Textarea {...ids} {...text('away')} rows={3} maxLength={500} />}
      </Field>
    </>
  )
}
