import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import { Field, Input, Textarea } from '../../../ui/field.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import type { Form } from '../../forms/use-form.ts'
import { FormRow } from '../frame/form-row.tsx'
import type { SurveyValues } from './survey-values.ts'

export const languages = ['ru', 'en'] as const satisfies readonly Language[]

/** The question and the thanks, in each language; what is left empty is said in the usual words. */
export function TextFields({
  form: { values, set },
  language,
  onLanguage,
}: {
  form: Form<SurveyValues>
  language: Language
  onLanguage: (language: Language) => void
}) {
  const { t } = useTranslation()
  const text = (name: 'question' | 'thanks') => ({
    lang: language,
    name: `${name}-${language}`,
    value: values.texts[language][name],
    placeholder: t(`settings.satisfaction.usual.${name}.${language}`),
    onChange: (event: { target: { value: string } }) =>
      set('texts', {
        ...values.texts,
        [language]: { ...values.texts[language], [name]: event.target.value },
      }),
  })
  return (
    <FormRow label={t('settings.satisfaction.texts')} hint={t('settings.satisfaction.textsHint')}>
      <Tabs
        label={t('settings.chats.textsIn')}
        value={language}
        items={languages.map((one) => ({ value: one, label: t(`settings.chats.language.${one}`) }))}
        onChange={onLanguage}
      />
      <Field label={t('settings.satisfaction.question')}>
        {(ids) => <Input {...ids} {...text('question')} autoComplete="off" maxLength={200} />}
      </Field>
      <Field label={t('settings.satisfaction.thanks')}>
        {(ids) => <Textarea {...ids} {...text('thanks')} rows={2} maxLength={400} />}
      </Field>
    </FormRow>
  )
}
