import { useTranslation } from 'react-i18next'
import type { DayHours } from '#contract/calendars.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { useLineFocus } from '../frame/use-line-focus.ts'
import { overlaps, spanOf } from './hours.ts'
import { TimeInput } from './time-input.tsx'

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
  const box = useLineFocus<HTMLDivElement>(day.length)
  const put = (at: number, changes: Partial<DayHours>) =>
    onChange(day.map((each, of) => (of === at ? { ...each, ...changes } : each)))
  return (
    <div ref={box} className="flex flex-col gap-2">
      {day.map((hours, at) => (
        <div key={at} data-line className="flex flex-wrap items-center gap-2">
          <TimeInput
            label={t('settings.calendars.fromOf', { day: name, at: at + 1 })}
            time={hours.from}
            onChange={(from) => put(at, { from: from === '24:00' ? '00:00' : from })}
          />
          –
          <TimeInput
            label={t('settings.calendars.toOf', { day: name, at: at + 1 })}
            time={hours.to === '00:00' ? '24:00' : hours.to}
            onChange={(to) => put(at, { to: to === '00:00' ? '24:00' : to })}
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
      {overlaps(day) && (
        <p role="status" className="text-sm text-warn">
          {t('settings.calendars.hoursOverlap')}
        </p>
      )}
      <div>
        <Button icon="plus" disabled={!mayAdd} onClick={onAdd}>
          {t('settings.calendars.addHours')}
        </Button>
      </div>
    </div>
  )
}
