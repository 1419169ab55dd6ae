import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type Calendar,
  type CalendarFeed,
  type CalendarInput,
  createCalendar,
  updateCalendar,
} from '#contract/calendars.ts'
import { call } from '../../../api/call.ts'
import { Button, buttonClass } from '../../../ui/button.tsx'
import { Field, Input } from '../../../ui/field.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { Picker } from '../../../ui/picker.tsx'
import { useForm } from '../../forms/use-form.ts'
import { FormEnd, FormRow } from '../frame/form-row.tsx'
import { useLanguage } from '../frame/use-language.ts'
import { timeZones, zoneNow } from '../profile/time-zones.ts'
import { refreshSettings } from '../use-change.ts'
import { HolidayFields } from './holiday-fields.tsx'
import { previewQuery } from './queries.ts'
import { StateLine } from './state-line.tsx'
import { useSettled } from './use-settled.ts'
import { WeekGrid } from './week-grid.tsx'
import { YearView } from './year-view.tsx'

/** Everything a calendar counts by, and what it comes to while it is being changed. */
export function CalendarForm({
  saved,
  start,
  feeds = [],
  onSaved,
  onTakeNewer,
  children,
}: {
  /** Null for a new one. */
  saved: Calendar | null
  start: CalendarInput
  feeds?: readonly CalendarFeed[]
  onSaved: (calendar: Calendar) => void
  onTakeNewer?: () => void
  children?: ReactNode
}) {
  const { t } = useTranslation()
  const language = useLanguage()
  const [year, setYear] = useState(() => new Date().getFullYear())
  const { name, timeZone, week, holidays, days } = start
  const form = useForm<CalendarInput, Calendar>({
    initial: { name, timeZone, week, holidays, days },
    check: (values) => ({
      ...(values.name.trim() ? {} : { name: t('settings.calendars.nameMissing') }),
      ...(values.week.some((day) => day.length > 0) ? {} : { week: t('settings.calendars.weekEmpty') }),
    }),
    send: (values) =>
      saved
        ? call(updateCalendar, { params: { id: saved.id }, body: { ...values, version: saved.version } })
        : call(createCalendar, { body: values }),
    onDone: (calendar) => {
      void refreshSettings()
      onSaved(calendar)
    },
    words: { already_exists: t('settings.calendars.taken') },
    at: { already_exists: 'name' },
  })
  const { values, set } = form
  const asked = useSettled(values)
  const preview = useQuery({
    ...previewQuery(
      asked,
      saved?.id ?? null,
      feeds.map((feed) => `${feed.id}:${feed.readAt}`).join(),
      year,
      language,
    ),
    enabled: asked.week.some((day) => day.length > 0),
  })
  return (
    <form noValidate onSubmit={form.onSubmit}>
      {(preview.data || !preview.isError) && (
        <StateLine state={preview.data?.state} timeZone={values.timeZone} />
      )}
      <FormRow label={t('settings.calendars.basics')}>
        <Field label={t('settings.calendars.name')} error={form.error('name')}>
          {(ids) => (
            <Input
              {...ids}
              name="name"
              autoComplete="off"
              maxLength={120}
              placeholder={t('settings.calendars.nameExample')}
              value={values.name}
              onChange={(event) => set('name', event.target.value)}
            />
          )}
        </Field>
        <div className="flex flex-col gap-1">
          <span className="text-ink-2">{t('settings.profile.zone')}</span>
          <Picker
            value={values.timeZone}
            items={timeZones('').slice(1)}
            placeholder={t('settings.profile.zoneSearch')}
            onPick={(zone) => set('timeZone', zone)}
            trigger={
              <button
                type="button"
                className={buttonClass('plain', 'w-full max-w-80 max-md:max-w-none !justify-start')}
                aria-label={t('settings.calendars.zoneIs', { zone: values.timeZone })}
              >
                <span className="min-w-0 flex-1 truncate text-left">
                  {values.timeZone.replaceAll('_', ' ')}
                </span>
                <Icon name="down" size={12} className="text-ink-3" />
              </button>
            }
          />
          <span className="numeric text-sm text-ink-3">
            {t('settings.profile.zoneNow', { time: zoneNow(values.timeZone) })}
          </span>
        </div>
      </FormRow>
      <WeekGrid week={values.week} error={form.error('week')} onChange={(next) => set('week', next)} />
      <FormRow label={t('settings.calendars.holidays.title')} hint={t('settings.calendars.holidays.hint')}>
        <HolidayFields holidays={values.holidays} onChange={(next) => set('holidays', next)} />
      </FormRow>
      {children}
      <YearView
        preview={preview.data}
        isOld={preview.isPlaceholderData}
        failure={preview.error}
        onRetry={() => void preview.refetch()}
        year={year}
        onYear={setYear}
        calendar={values}
        onDays={(next) => set('days', next)}
      />
      <FormEnd {...form} label={saved ? undefined : t('action.create')} isDirty={form.isDirty || !saved}>
        {form.failed?.failure === 'version_conflict' && onTakeNewer && (
          <Button icon="refresh" onClick={onTakeNewer}>
            {t('settings.inboxes.takeNewer')}
          </Button>
        )}
      </FormEnd>
    </form>
  )
}
