import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import { type SavedSurveySettings, updateSurveySettings } from '#contract/surveys.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { Checkbox } from '../../../ui/field.tsx'
import { useForm } from '../../forms/use-form.ts'
import { FormEnd, FormRow } from '../frame/form-row.tsx'
import { useLanguage } from '../frame/use-language.ts'
import { LeaveGuard } from '../rules/leave-guard.tsx'
import { CauseLines } from './cause-lines.tsx'
import { ExceptFields } from './except-fields.tsx'
import { LowFields } from './low-fields.tsx'
import { SurveyPreview } from './preview/survey-preview.tsx'
import { ScaleFields } from './scale-fields.tsx'
import { problems, savedValues, sentValues, type SurveyValues } from './survey-values.ts'
import { TextFields } from './text-fields.tsx'
import { WhenFields } from './when-fields.tsx'

/** Everything about being asked, and beside it the letter and the page as they would be now. */
export function SurveyForm({
  start,
  version,
  onSaved,
  onTakeNewer,
}: {
  start: SavedSurveySettings
  version: number
  onSaved: (saved: SavedSurveySettings) => void
  onTakeNewer: () => void
}) {
  const { t } = useTranslation()
  const [language, setLanguage] = useState<Language>(useLanguage())
  const form = useForm<SurveyValues, SavedSurveySettings>({
    initial: savedValues(start),
    check: (values) => problems(values, t),
    send: (values) => call(updateSurveySettings, { body: { ...sentValues(values), version } }),
    onDone: (saved) => {
      form.reset(savedValues(saved))
      onSaved(saved)
    },
  })
  const { values, set } = form
  return (
    <div className="grid items-start gap-x-10 xl:grid-cols-[minmax(0,1fr)_420px]">
      <form noValidate onSubmit={form.onSubmit} className="min-w-0">
        <FormRow label={t('settings.satisfaction.asking')}>
          <Checkbox
            label={t('settings.satisfaction.isOn')}
            hint={t(values.isOn ? 'settings.satisfaction.isOnHint' : 'settings.satisfaction.isOffHint')}
            checked={values.isOn}
            onChange={(event) => set('isOn', event.target.checked)}
          />
        </FormRow>
        <ScaleFields form={form} />
        <WhenFields form={form} />
        <TextFields form={form} language={language} onLanguage={setLanguage} />
        <CauseLines form={form} />
        <LowFields form={form} />
        <ExceptFields form={form} />
        <FormEnd {...form}>
          {form.failed?.failure === 'version_conflict' && (
            <Button icon="refresh" onClick={onTakeNewer}>
              {t('settings.inboxes.takeNewer')}
            </Button>
          )}
        </FormEnd>
      </form>
      <SurveyPreview values={values} language={language} onLanguage={setLanguage} />
      <LeaveGuard isDirty={() => form.isDirty} text={t('settings.satisfaction.leaveText')} />
    </div>
  )
}
