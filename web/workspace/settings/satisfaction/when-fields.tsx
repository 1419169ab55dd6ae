import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Field, Input } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import type { Form } from '../../forms/use-form.ts'
import { calendarsQuery } from '../calendars/queries.ts'
import { FormRow } from '../frame/form-row.tsx'
import { NumberInput } from '../routing/number-input.tsx'
import { delayUnits, type SurveyValues } from './survey-values.ts'

/** How long after the solution, how often one customer, and how long the answer is open. */
export function WhenFields({ form: { values, set, error } }: { form: Form<SurveyValues> }) {
  const { t } = useTranslation()
  const { data: calendars } = useQuery(calendarsQuery)
  return (
    <>
      <FormRow label={t('settings.satisfaction.when')} hint={t('settings.satisfaction.whenHint')}>
        <Field
          label={t('settings.satisfaction.delay')}
          hint={t('settings.satisfaction.delayHint')}
          error={error('delay')}
        >
          {(ids) => (
            <span className="flex items-center gap-2">
              <Input
                {...ids}
                name="delay"
                inputMode="numeric"
                autoComplete="off"
                className="numeric !w-24 flex-none"
                value={values.delay}
                onChange={(event) => set('delay', event.target.value)}
              />
              <Select
                label={t('settings.satisfaction.delayUnit')}
                className="!w-auto"
                value={values.delayUnit}
                options={delayUnits.map((unit) => ({
                  value: unit,
                  label: t(`settings.satisfaction.units.${unit}`, { count: Number(values.delay) || 0 }),
                }))}
                onChange={(unit) => set('delayUnit', unit)}
              />
            </span>
          )}
        </Field>
        <Field label={t('settings.satisfaction.calendar')} hint={t('settings.satisfaction.calendarHint')}>
          {({ id }) => (
            <Select<number>
              id={id}
              value={values.calendarId ?? 0}
              options={[
                { value: 0, label: t('settings.satisfaction.noCalendar') },
                ...(calendars?.items ?? []).map((each) => ({ value: each.id, label: each.name })),
              ]}
              onChange={(calendarId) => set('calendarId', calendarId || null)}
            />
          )}
        </Field>
      </FormRow>
      <FormRow label={t('settings.satisfaction.limits')} hint={t('settings.satisfaction.limitsHint')}>
        <NumberInput
          name="everyDays"
          label={t('settings.satisfaction.everyDays')}
          hint={Number(values.everyDays) === 0 ? t('settings.satisfaction.everyTime') : undefined}
          unit={t('settings.satisfaction.units.days', { count: Number(values.everyDays) || 0 })}
          value={values.everyDays}
          error={error('everyDays')}
          onChange={(text) => set('everyDays', text)}
        />
        <NumberInput
          name="openDays"
          label={t('settings.satisfaction.openDays')}
          unit={t('settings.satisfaction.units.days', { count: Number(values.openDays) || 0 })}
          value={values.openDays}
          error={error('openDays')}
          onChange={(text) => set('openDays', text)}
        />
        <NumberInput
          name="changeHours"
          label={t('settings.satisfaction.changeHours')}
          hint={Number(values.changeHours) === 0 ? t('settings.satisfaction.noChange') : undefined}
          unit={t('settings.satisfaction.units.hours', { count: Number(values.changeHours) || 0 })}
          value={values.changeHours}
          error={error('changeHours')}
          onChange={(text) => set('changeHours', text)}
        />
      </FormRow>
    </>
  )
}
