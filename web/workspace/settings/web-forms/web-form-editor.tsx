import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import { updateWebForm, type WebForm } from '#contract/web-forms.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Tabs } from '../../../ui/tabs.tsx'
import { useForm } from '../../forms/use-form.ts'
import { FormEnd, FormRow } from '../frame/form-row.tsx'
import { useLanguage } from '../frame/use-language.ts'
import { LeaveGuard } from '../rules/leave-guard.tsx'
import { refreshSettings } from '../use-change.ts'
import { FieldList } from './field-list.tsx'
import { FormPreview } from './form-preview.tsx'
import { type FormValues, problems, savedValues, sentValues } from './form-values.ts'
import { GuardFields } from './guard-fields.tsx'
import { TargetFields } from './target-fields.tsx'
import { WordFields } from './word-fields.tsx'

const sides = ['form', 'preview'] as const

/** Everything about a form, and beside it the form itself as it would be now. */
export function WebFormEditor({
  saved,
  start,
  onSaved,
  onTakeNewer,
}: {
  saved: WebForm
  start: WebForm
  onSaved: (form: WebForm) => void
  onTakeNewer: () => void
}) {
  const { t } = useTranslation()
  const own = useLanguage()
  const form = useForm<FormValues, WebForm>({
    initial: savedValues(start),
    check: (values) => problems(values, t),
    send: (values) =>
      call(updateWebForm, {
        params: { id: saved.id },
        body: { ...sentValues(values), version: saved.version },
      }),
    onDone: (next) => {
      void refreshSettings()
      form.reset(savedValues(next))
      onSaved(next)
    },
  })
  const { values } = form
  const [chosen, setLanguage] = useState<Language>(own)
  // Which language is written and shown; one that was switched off gives way.
  const language = values.languages.includes(chosen) ? chosen : (values.languages[0] ?? own)
  // Where both do not fit side by side, one is shown at a time.
  const [side, setSide] = useState<(typeof sides)[number]>('form')
  return (
    <div className="grid items-start gap-x-10 xl:grid-cols-[minmax(0,1fr)_390px]">
      <Tabs
        label={t('settings.webForms.part.fields')}
        value={side}
        items={[
          { value: 'form', label: t('settings.webForms.fields') },
          { value: 'preview', label: t('settings.chats.preview.title') },
        ]}
        onChange={setSide}
        className="mb-4 xl:hidden"
      />
      <form
        noValidate
        onSubmit={form.onSubmit}
        className={classNames('min-w-0', side === 'preview' && 'max-xl:hidden')}
      >
        <FormRow label={t('settings.webForms.fields')} hint={t('settings.webForms.fieldsHint')}>
          <FieldList form={form} />
        </FormRow>
        <TargetFields form={form} />
        <WordFields form={form} language={language} onLanguage={setLanguage} />
        <GuardFields form={form} />
        <FormEnd {...form}>
          {form.failed?.failure === 'version_conflict' && (
            <Button icon="refresh" onClick={onTakeNewer}>
              {t('settings.inboxes.takeNewer')}
            </Button>
          )}
        </FormEnd>
      </form>
      <FormPreview
        values={values}
        language={language}
        onLanguage={setLanguage}
        className={side === 'form' ? 'max-xl:hidden' : ''}
      />
      <LeaveGuard isDirty={() => form.isDirty} text={t('settings.webForms.leaveText')} />
    </div>
  )
}
