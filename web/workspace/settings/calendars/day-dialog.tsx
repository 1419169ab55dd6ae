import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CalendarInput, DayHours, SpecialDay, YearDay } from '#contract/calendars.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field, Input } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { dayKinds } from './day-look.ts'
import { furtherHours, sorted } from './hours.ts'
import { HoursFields } from './hours-fields.tsx'
import { useCalendarWords } from './use-calendar-words.ts'

type Kind = SpecialDay['kind'] | 'usual'

/** One day by hand: what it is, and why. The form around it is what saves it. */
export function DayDialog({
  date: start,
  calendar,
  shown,
  onPut,
  onClose,
}: {
  date: string
  calendar: CalendarInput
  /** What the day is now, by hand or by a list. */
  shown: YearDay | null
  onPut: (date: string, day: SpecialDay | null) => void
  onClose: () => void
}) {
  const { t } = useTranslation()
  const words = useCalendarWords()
  const id = useId()
  const own = calendar.days.find((day) => day.date === start)
  const [date, setDate] = useState(start)
  const [name, setName] = useState(own?.name ?? '')
  const [kind, setKind] = useState<Kind>(own?.kind ?? (shown?.kind === 'off' ? 'hours' : 'off'))
  const [minutes, setMinutes] = useState(own?.kind === 'shortened' ? own.minutes : 60)
  const [weekday, setWeekday] = useState(own?.kind === 'moved' ? own.weekday : 1)
  const [hours, setHours] = useState<DayHours[]>(
    own?.kind === 'hours' ? own.intervals : [{ from: '10:00', to: '15:00' }],
  )
  const kinds: Kind[] = own ? [...dayKinds, 'usual'] : [...dayKinds]
  const isWhole = /^\d{4}-\d\d-\d\d$/.test(date) && (kind !== 'hours' || hours.length > 0)
  const put = () => {
    const named = { date, name: name.trim() }
    if (kind === 'usual') onPut(start, null)
    else if (kind === 'off') onPut(date, { ...named, kind })
    else if (kind === 'shortened') onPut(date, { ...named, kind, minutes })
    else if (kind === 'moved') onPut(date, { ...named, kind, weekday })
    else onPut(date, { ...named, kind, intervals: sorted(hours) })
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('settings.calendars.day.title')}
      width={460}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" disabled={!isWhole} onClick={put}>
            {t('settings.calendars.day.put')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 px-4 py-4">
        {shown && shown.source !== 'hand' && (
          <p className="text-ink-2">
            {t('settings.calendars.day.byList', {
              kind: t(`settings.calendars.kind.${shown.kind}`),
              name: shown.name || '—',
            })}
          </p>
        )}
        <Field label={t('settings.calendars.day.date')}>
          {(ids) => (
            <Input
              {...ids}
              type="date"
              className="numeric !w-44"
              value={date}
              disabled={own !== undefined}
              onChange={(event) => setDate(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('settings.calendars.day.kind')}>
          {(ids) => (
            <Select
              id={ids.id}
              value={kind}
              options={kinds.map((value) => ({ value, label: t(`settings.calendars.kindLong.${value}`) }))}
              onChange={setKind}
            />
          )}
        </Field>
        {kind === 'shortened' && (
          <Field label={t('settings.calendars.day.minutes')}>
            {(ids) => (
              <Input
                {...ids}
                type="number"
                min={1}
                max={1440}
                className="!w-32"
                value={minutes}
                onChange={(event) =>
                  setMinutes(Math.min(1440, Math.max(1, Math.trunc(event.target.valueAsNumber) || 1)))
                }
              />
            )}
          </Field>
        )}
        {kind === 'moved' && (
          <Field label={t('settings.calendars.day.weekday')}>
            {(ids) => (
              <Select
                id={ids.id}
                value={weekday}
                options={Array.from({ length: 7 }, (_, at) => ({
                  value: at + 1,
                  label: words.weekday(at, 'long'),
                }))}
                onChange={setWeekday}
              />
            )}
          </Field>
        )}
        {kind === 'hours' && (
          <div role="group" aria-labelledby={id}>
            <span id={id} className="mb-1 block text-ink-2">
              {t('settings.calendars.day.hours')}
            </span>
            <HoursFields
              name={t('settings.calendars.day.thisDay')}
              day={hours}
              mayAdd={hours.length < 12}
              onAdd={() => setHours(sorted([...hours, furtherHours(hours)]))}
              onChange={setHours}
            />
          </div>
        )}
        {kind !== 'usual' && (
          <Field label={t('settings.calendars.day.name')} isOptional={t('settings.optional')}>
            {(ids) => (
              <Input
                {...ids}
                maxLength={120}
                placeholder={t('settings.calendars.day.nameExample')}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
        )}
      </div>
    </Dialog>
  )
}
