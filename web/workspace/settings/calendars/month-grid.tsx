import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { DayHours, YearDay } from '#contract/calendars.ts'
import { dayLooks } from './day-look.ts'
import { useCalendarWords } from './use-calendar-words.ts'

const dayMs = 86_400_000
const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }
const textOf = (at: number) => new Date(at).toISOString().slice(0, 10)

/** One month of the year; arrows walk over its days and into the next month. */
export function MonthGrid({
  year,
  month,
  week,
  days,
  current,
  onCurrent,
  onChoose,
}: {
  year: number
  /** 1 is January. */
  month: number
  week: readonly (readonly DayHours[])[]
  days: ReadonlyMap<string, YearDay>
  current: string
  onCurrent: (date: string) => void
  onChoose: (date: string) => void
}) {
  const { t, i18n } = useTranslation()
  const words = useCalendarWords()
  const tag = i18n.language === 'en' ? 'en-GB' : 'ru-RU'
  const first = Date.UTC(year, month - 1, 1)
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const weekdayOf = (at: number) => (new Date(at).getUTCDay() + 6) % 7
  const today = new Date().toLocaleDateString('en-CA')
  const full = new Intl.DateTimeFormat(tag, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  })
  const walk = (event: KeyboardEvent<HTMLElement>, at: number) => {
    const step = steps[event.key]
    const to = step === undefined ? null : textOf(at + step * dayMs)
    if (to === null || !to.startsWith(`${year}-`)) return
    event.preventDefault()
    onCurrent(to)
    const section = event.currentTarget.closest('section')
    section?.querySelector<HTMLElement>(`[data-date="${to}"]`)?.focus()
  }
  return (
    <div>
      <h3 className="mb-1 text-sm font-medium first-letter:uppercase">
        {new Intl.DateTimeFormat(tag, { month: 'long', timeZone: 'UTC' }).format(first)}
      </h3>
      <div className="numeric grid grid-cols-7 gap-px text-center text-xs">
        {Array.from({ length: 7 }, (_, at) => (
          <span key={at} aria-hidden="true" className="truncate text-ink-3">
            {words.weekday(at, 'short').slice(0, 2)}
          </span>
        ))}
        {Array.from({ length }, (_, of) => {
          const at = first + of * dayMs
          const date = textOf(at)
          const weekday = weekdayOf(at)
          const special = days.get(date)
          const isOff = (week[weekday] ?? []).length === 0
          const said = special
            ? `${t(`settings.calendars.kind.${special.kind}`)}${special.name && `, ${special.name}`}`
            : t(isOff ? 'settings.calendars.kind.weekend' : 'settings.calendars.kind.usual')
          return (
            <button
              key={date}
              type="button"
              data-date={date}
              tabIndex={date === current ? 0 : -1}
              aria-label={`${full.format(at)}: ${said}`}
              aria-current={date === today ? 'date' : undefined}
              title={special ? said : undefined}
              style={of === 0 ? { gridColumnStart: weekday + 1 } : undefined}
              onFocus={() => onCurrent(date)}
              onClick={() => onChoose(date)}
              onKeyDown={(event) => walk(event, at)}
              className={`relative h-6 rounded-xs hover:outline hover:outline-line-strong ${special ? dayLooks[special.kind] : isOff ? 'text-ink-3' : ''} ${date === today ? 'underline decoration-2 underline-offset-2' : ''} ${special?.source === 'hand' ? 'after:absolute after:bottom-0.5 after:left-1/2 after:size-1 after:-translate-x-1/2 after:rounded-full after:bg-current' : ''}`}
            >
              {of + 1}
            </button>
          )
        })}
      </div>
    </div>
  )
}
