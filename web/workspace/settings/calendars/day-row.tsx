import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DayHours } from '#contract/calendars.ts'
import { IconButton } from '../../../ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx'
import { DayTrack } from './day-track.tsx'
import { furtherHours, hoursText, sorted } from './hours.ts'
import { HoursFields } from './hours-fields.tsx'
import { useCalendarWords } from './use-calendar-words.ts'

const mostIntervals = 12

/** One day of the week: its name, its track, its hours in figures, which open into fields. */
export function DayRow({
  at,
  day,
  before,
  onChange,
  onSpread,
}: {
  /** 0 is Monday. */
  at: number
  day: readonly DayHours[]
  /** The day before, whose night shift may reach into this one. */
  before: readonly DayHours[]
  onChange: (day: DayHours[]) => void
  onSpread: (isTo: (day: number) => boolean) => void
}) {
  const { t } = useTranslation()
  const words = useCalendarWords()
  const [isOpen, setOpen] = useState(false)
  const name = words.weekday(at, 'long')
  const isWeekend = at > 4
  const hasRoom = day.length < mostIntervals
  const add = () => onChange(sorted([...day, furtherHours(day)]))
  return (
    <>
      <span className={`py-1 capitalize ${isWeekend ? 'text-ink-3' : ''}`}>
        <span className="max-md:hidden">{name}</span>
        <span className="md:hidden" aria-hidden="true">
          {words.weekday(at, 'short')}
        </span>
      </span>
      <div className="py-1">
        <DayTrack name={name} day={day} before={before} onChange={onChange} mayAdd={hasRoom} />
      </div>
      <div className="flex min-w-0 items-center gap-1 max-md:col-start-2 max-md:-mt-1 max-md:pb-1">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-label={t('settings.calendars.hoursOf', {
            day: name,
            hours: day.length === 0 ? t('settings.calendars.dayOff') : sorted(day).map(hoursText).join(', '),
          })}
          onClick={() => setOpen(!isOpen)}
          className="numeric min-w-0 flex-1 rounded-sm px-1.5 py-1 text-left text-sm text-ink-2 hover:bg-hover hover:text-ink"
        >
          {day.length === 0 ? (
            <span className="text-ink-3">{t('settings.calendars.dayOff')}</span>
          ) : (
            sorted(day).map(hoursText).join(', ')
          )}
        </button>
        <Menu align="end" trigger={<IconButton icon="more" label={t('settings.moreAbout', { name })} />}>
          <MenuItem icon="plus" isDisabled={!hasRoom} onSelect={add}>
            {t('settings.calendars.addHours')}
          </MenuItem>
          <MenuItem icon="stack" onSelect={() => onSpread((of) => of < 5)}>
            {t('settings.calendars.toWeekdays')}
          </MenuItem>
          <MenuItem icon="stack" onSelect={() => onSpread(() => true)}>
            {t('settings.calendars.toAllDays')}
          </MenuItem>
          <MenuItem icon="clock" onSelect={() => onChange([{ from: '00:00', to: '24:00' }])}>
            {t('settings.calendars.wholeDay')}
          </MenuItem>
          <MenuSeparator />
          <MenuItem icon="minus" isDisabled={day.length === 0} onSelect={() => onChange([])}>
            {t('settings.calendars.makeOff')}
          </MenuItem>
        </Menu>
      </div>
      {isOpen && (
        <div className="col-start-2 col-end-[-1] pb-3">
          <HoursFields name={name} day={day} mayAdd={hasRoom} onAdd={add} onChange={onChange} />
        </div>
      )}
    </>
  )
}
