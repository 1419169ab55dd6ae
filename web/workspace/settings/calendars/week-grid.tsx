import { useTranslation } from 'react-i18next'
import type { DayHours } from '#contract/calendars.ts'
import { DayRow } from './day-row.tsx'
import { useCalendarWords } from './use-calendar-words.ts'

const hourMarks = [0, 3, 6, 9, 12, 15, 18, 21, 24]

/** The week as seven tracks of a day each: drawn, dragged, or typed. */
export function WeekGrid({
  week,
  error,
  onChange,
}: {
  week: readonly DayHours[][]
  error: string | null
  onChange: (week: DayHours[][]) => void
}) {
  const { t } = useTranslation()
  const words = useCalendarWords()
  const setDay = (at: number, day: DayHours[]) => onChange(week.map((each, of) => (of === at ? day : each)))
  const spread = (at: number, isTo: (day: number) => boolean) =>
    onChange(week.map((each, of) => (isTo(of) ? [...(week[at] ?? [])] : each)))
  return (
    <section className="border-t border-line py-5" aria-labelledby="calendar-week">
      <div className="mb-3 flex flex-wrap items-baseline gap-x-3">
        <h2 id="calendar-week" className="font-medium">
          {t('settings.calendars.week')}
        </h2>
        <span className="numeric text-sm text-ink-3">
          {t('settings.calendars.perWeek', { hours: words.weekHours(week) })}
        </span>
        <p className="w-full text-sm text-ink-3">{t('settings.calendars.weekHint')}</p>
      </div>
      <div className="grid grid-cols-[104px_minmax(0,1fr)_176px] items-center gap-x-4 max-md:grid-cols-[36px_minmax(0,1fr)]">
        <span />
        <span aria-hidden="true" className="numeric relative h-5 text-xs text-ink-3">
          {hourMarks.map((hour) => (
            <span
              key={hour}
              className={`absolute ${hour % 6 === 0 ? '' : 'max-md:hidden'} ${hour === 0 ? '' : hour === 24 ? '-translate-x-full' : '-translate-x-1/2'}`}
              style={{ left: `${(hour / 24) * 100}%` }}
            >
              {hour}
            </span>
          ))}
        </span>
        <span className="max-md:hidden" />
        {week.map((day, at) => (
          <DayRow
            key={at}
            at={at}
            day={day}
            before={week[(at + 6) % 7] ?? []}
            onChange={(next) => setDay(at, next)}
            onSpread={(isTo) => spread(at, isTo)}
          />
        ))}
      </div>
      {error && (
        <p role="alert" className="mt-2 text-sm text-bad">
          {error}
        </p>
      )}
    </section>
  )
}
