import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CalendarInput, CalendarPreview, SpecialDay, YearDay } from '#contract/calendars.ts'
import { RequestFailed } from '../../../api/failure.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { Callout } from '../../forms/callout.tsx'
import { DayDialog } from './day-dialog.tsx'
import { MonthGrid } from './month-grid.tsx'
import { useCalendarWords } from './use-calendar-words.ts'
import { YearLegend } from './year-legend.tsx'
import { YearList } from './year-list.tsx'

/** A year drawn day by day; a click puts a day down by hand. */
export function YearView({
  preview,
  isOld,
  failure,
  onRetry,
  year,
  onYear,
  calendar,
  onDays,
}: {
  preview: CalendarPreview | undefined
  /** The drawing is that of a moment ago: the next is on its way. */
  isOld: boolean
  failure: Error | null
  onRetry: () => void
  year: number
  onYear: (year: number) => void
  calendar: CalendarInput
  onDays: (days: SpecialDay[]) => void
}) {
  const { t } = useTranslation()
  const words = useCalendarWords()
  const [chosen, setChosen] = useState<string | null>(null)
  // The one day of the drawing that Tab stops at; arrows go on from there.
  const [current, setCurrent] = useState(() => new Date().toLocaleDateString('en-CA'))
  const shown = preview?.year.year === year ? preview.year : null
  const failed = failure instanceof RequestFailed ? failure : null
  const days = new Map<string, YearDay>(shown?.days.map((day) => [day.date, day]))
  const stop = current.startsWith(`${year}-`) ? current : `${year}-01-01`
  const turn = (to: number) => {
    onYear(to)
    setCurrent(`${to}-01-01`)
  }
  const put = (date: string, day: SpecialDay | null) => {
    const others = calendar.days.filter((each) => each.date !== date)
    onDays((day ? [...others, day] : others).toSorted((a, b) => (a.date < b.date ? -1 : 1)))
    setChosen(null)
  }
  return (
    <section className="border-t border-line py-5" aria-labelledby="calendar-year">
      <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id="calendar-year" className="font-medium">
          {t('settings.calendars.year.title')}
        </h2>
        <span className="flex items-center">
          <IconButton
            icon="left"
            label={t('settings.calendars.year.previous')}
            disabled={year <= 2000}
            onClick={() => turn(year - 1)}
          />
          <span className="numeric min-w-11 text-center font-medium" aria-live="polite">
            {year}
          </span>
          <IconButton
            icon="right"
            label={t('settings.calendars.year.next')}
            disabled={year >= 2100}
            onClick={() => turn(year + 1)}
          />
        </span>
        {shown && (
          <span className="numeric text-ink-2" role="status">
            {t('settings.calendars.year.workingDays', { count: shown.workingDays })} ·{' '}
            {words.hours(shown.workingMinutes)}
          </span>
        )}
        <Button icon="plus" className="ml-auto" onClick={() => setChosen(stop)}>
          {t('settings.calendars.year.addDay')}
        </Button>
        <p className="w-full text-sm text-ink-3">{t('settings.calendars.year.hint')}</p>
      </div>
      {shown?.russia === 'provisional' && (
        <Callout tone="warn" icon="info" className="mb-3">
          {t('settings.calendars.year.provisional', { year })}
        </Callout>
      )}
      {failure && !shown ? (
        <ErrorState
          title={t('settings.loadFailed')}
          detail={failed ? t(`errors.${failed.failure}`) : undefined}
          requestId={failed?.requestId}
          onRetry={onRetry}
        />
      ) : shown ? (
        <div className={isOld ? 'opacity-70 transition-opacity' : 'transition-opacity'}>
          <div className="grid grid-cols-[repeat(auto-fill,minmax(196px,1fr))] gap-x-6 gap-y-5 max-md:grid-cols-2 max-md:gap-x-3">
            {Array.from({ length: 12 }, (_, month) => (
              <MonthGrid
                key={month}
                year={year}
                month={month + 1}
                week={calendar.week}
                days={days}
                current={stop}
                onCurrent={setCurrent}
                onChoose={setChosen}
              />
            ))}
          </div>
          <YearLegend />
          <YearList days={shown.days} onChoose={setChosen} />
        </div>
      ) : (
        <Skeleton className="h-72 w-full" />
      )}
      {chosen && (
        <DayDialog
          date={chosen}
          calendar={calendar}
          shown={days.get(chosen) ?? null}
          onPut={put}
          onClose={() => setChosen(null)}
        />
      )}
    </section>
  )
}
