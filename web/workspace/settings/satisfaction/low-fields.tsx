import { useTranslation } from 'react-i18next'
import { Checkbox, Field } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import type { Form } from '../../forms/use-form.ts'
import { FormRow } from '../frame/form-row.tsx'
import { type SurveyValues, scoresOf } from './survey-values.ts'

/** Up to which score one is low, and what it sets going. */
export function LowFields({ form: { values, set, error } }: { form: Form<SurveyValues> }) {
  const { t } = useTranslation()
  const { scale, lowScore } = values
  const name = (score: number) =>
    scale === 2 ? t('settings.satisfaction.lowBad') : t('settings.satisfaction.lowUpTo', { score, scale })
  return (
    <FormRow label={t('settings.satisfaction.low')} hint={t('settings.satisfaction.lowHint')}>
      <Field label={t('settings.satisfaction.lowScore')} error={error('lowScore')}>
        {({ id }) => (
          <Select<number>
            id={id}
            value={lowScore ?? -1}
            options={[
              { value: -1, label: t('settings.satisfaction.lowNone') },
              ...scoresOf(scale)
                .slice(0, -1)
                .map((score) => ({ value: score, label: name(score) })),
            ]}
            onChange={(score) => set('lowScore', score === -1 ? null : score)}
          />
        )}
      </Field>
      {lowScore !== null && (
        <>
          <Checkbox
            label={t('settings.satisfaction.alertsLeads')}
            hint={t('settings.satisfaction.alertsLeadsHint')}
            checked={values.alertsLeads}
            onChange={(event) => set('alertsLeads', event.target.checked)}
          />
          <Checkbox
            label={t('settings.satisfaction.reopens')}
            hint={t('settings.satisfaction.reopensHint')}
            checked={values.reopens}
            onChange={(event) => set('reopens', event.target.checked)}
          />
        </>
      )}
    </FormRow>
  )
}
