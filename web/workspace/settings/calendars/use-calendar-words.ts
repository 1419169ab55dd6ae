import { useTranslation } from 'react-i18next'
import type { Calendar, CalendarState, DayHours } from '#contract/calendars.ts'
import { hoursText, sorted, workedMinutes } from './hours.ts'

/** A Monday; the days after it are the rest of a week. */
const monday = Date.UTC(2024, 0, 1)
const dayMs = 86_400_000

/** A calendar in words. */
export function useCalendarWords() {
  const { t, i18n } = useTranslation()
  const tag = i18n.language === 'en' ? 'en-GB' : 'ru-RU'
  const weekday = (at: number, style: 'long' | 'short') =>
    new Intl.DateTimeFormat(tag, { weekday: style, timeZone: 'UTC' }).format(monday + at * dayMs)
  const number = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 })

  /** `пн–пт 09:00–18:00 · сб 10:00–15:00`: days with the same hours together. */
  const week = (days: readonly (readonly DayHours[])[]): string => {
    const groups: { first: number; last: number; text: string }[] = []
    for (const [at, day] of days.entries()) {
      const text = sorted(day).map(hoursText).join(', ')
      const previous = groups.at(-1)
      if (previous?.text === text && previous.last === at - 1) previous.last = at
      else groups.push({ first: at, last: at, text })
    }
    const all = groups[0]
    if (groups.length === 1 && all?.text === '00:00–24:00') return t('settings.calendars.aroundTheClock')
    return groups
      .filter(({ text }) => text !== '')
      .map(({ first, last, text }) => {
        const days =
          first === last ? weekday(first, 'short') : `${weekday(first, 'short')}–${weekday(last, 'short')}`
        return `${days} ${text}`
      })
      .join(' · ')
  }

  /** A moment by the calendar's own clock: `18:00` today there, else with its day. */
  const moment = (at: string, timeZone: string): string => {
    const date = (moment: Date) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(moment)
    const time = new Intl.DateTimeFormat(tag, { timeZone, hour: '2-digit', minute: '2-digit' }).format(
      new Date(at),
    )
    if (date(new Date(at)) === date(new Date())) return time
    const isNear = Math.abs(Date.parse(at) - Date.now()) < 6 * dayMs
    const day = new Intl.DateTimeFormat(
      tag,
      isNear
        ? { timeZone, weekday: 'short' }
        : { timeZone, weekday: 'short', day: 'numeric', month: 'short' },
    ).format(new Date(at))
    return `${day} ${time}`
  }

  const state = ({ isWorking, from, to }: CalendarState, timeZone: string): string => {
    if (isWorking)
      return to === null
        ? t('settings.calendars.nowAlways')
        : t('settings.calendars.nowUntil', { time: moment(to, timeZone) })
    return from === null
      ? t('settings.calendars.nowNever')
      : t('settings.calendars.nowFrom', { time: moment(from, timeZone) })
  }

  /** `region`: what the code of a state stands for, where one is chosen and its name has come. */
  const holidays = ({ holidays: list }: Pick<Calendar, 'holidays'>, region: string | null): string => {
    if (list.kind === 'none') return t('settings.calendars.holidays.noneShort')
    if (list.kind === 'russia') return t('settings.calendars.holidays.russiaShort')
    const country =
      new Intl.DisplayNames([i18n.language], { type: 'region' }).of(list.country) ?? list.country
    return t('settings.calendars.holidays.countryShort', {
      country: region === null ? country : `${country}, ${region}`,
    })
  }

  return {
    weekday,
    week,
    moment,
    state,
    holidays,
    hours: (minutes: number) => t('settings.calendars.hours', { hours: number.format(minutes / 60) }),
    weekHours: (days: readonly (readonly DayHours[])[]) =>
      t('settings.calendars.hours', {
        hours: number.format(days.reduce((sum, day) => sum + workedMinutes(day), 0) / 60),
      }),
  }
}
