import { useTranslation } from 'react-i18next'
import type { DayHours } from '#contract/calendars.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Input } from '../../../ui/field.tsx'
import { spanOf } from './hours.ts'

const isTime = (text: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text)

/** A day's hours as fields: from, to, one line for each interval. */
export function HoursFields({
  name,
  day,
  mayAdd,
  onAdd,
  onChange,
}: {
  /** The day, as it is spoken. */
  name: string
  day: readonly DayHours[]
  mayAdd: boolean
  onAdd: () => void
  onChange: (day: DayHours[]) => void
}) {
  const { t } = useTranslation()
  const put = (at: number, changes: Partial<DayHours>) =>
    onChange(day.map((each, of) => (of === at ? { ...each, ...changes } : each)))
  return (
    <div className="flex flex-col gap-2">
      {day.map((hours, at) => (
        <div key={at} className="flex flex-wrap items-center gap-2">
          <Input
            type="time"
            className="numeric !w-28"
            aria-label={t('settings.calendars.fromOf', { day: name, at: at + 1 })}
            value={hours.from}
            onChange={(event) => isTime(event.target.value) && put(at, { from: event.target.value })}
          />
          –
          <Input
            type="time"
            className="numeric !w-28"
            aria-label={t('settings.calendars.toOf', { day: name, at: at + 1 })}
            // A field for a time knows no 24:00; the day's end is midnight.
            value={hours.to === '24:00' ? '00:00' : hours.to}
            onChange={(event) =>
              isTime(event.target.value) &&
              put(at, { to: event.target.value === '00:00' ? '24:00' : event.target.value })
            }
          />
          {spanOf(hours).to > 1440 && (
            <span className="text-sm text-ink-3">{t('settings.calendars.nextDay')}</span>
          )}
          <IconButton
            icon="close"
            label={t('settings.calendars.removeHours', { day: name, at: at + 1 })}
            onClick={() => onChange(day.filter((_, of) => of !== at))}
          />
        </div>
      ))}
      <div>
        <Button icon="plus" disabled={!mayAdd} onClick={onAdd}>
          {t('settings.calendars.addHours')}
        </Button>
      </div>
    </div>
  )
}
