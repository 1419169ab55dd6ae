/** Dates as an agent says them. All functions take the moment that counts as "now", so that they can be tested. */

type Day = 'today' | 'yesterday' | 'tomorrow' | 'other'

/** `12:04`, `12 мая`… are read by people, hence en-GB: a day before a month, 24 hours. */
export function dateTag(language: string): string {
  return language === 'en' ? 'en-GB' : 'ru-RU'
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Making an Intl formatter costs a hundred times its use; a list of tickets needs the same four. */
function formatter(language: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${name} ${String(options.timeZone)}`
  let found = formatters.get(key)
  if (!found) {
    found = new Intl.DateTimeFormat(dateTag(language), options)
    formatters.set(key, found)
  }
  return found
}

function dayNumber(at: Date, timeZone: string | undefined): number {
  const parts = formatter('en', 'day', { timeZone, year: 'numeric', month: 'numeric', day: 'numeric' })
  const found = { year: 0, month: 1, day: 1 }
  for (const part of parts.formatToParts(at)) {
    if (part.type === 'year' || part.type === 'month' || part.type === 'day') found[part.type] = +part.value
  }
  return Date.UTC(found.year, found.month - 1, found.day) / 86_400_000
}

function dayOf(at: Date, now: Date, timeZone: string | undefined): Day {
  const apart = dayNumber(now, timeZone) - dayNumber(at, timeZone)
  if (apart === 0) return 'today'
  return apart === 1 ? 'yesterday' : apart === -1 ? 'tomorrow' : 'other'
}

/** `12:04` */
export function clockTime(at: Date, language: string, timeZone?: string): string {
  return formatter(language, 'time', { timeZone, hour: '2-digit', minute: '2-digit' }).format(at)
}

/** `24 нояб.`, `24 Nov`; with the year when it is not this one. */
export function shortDate(at: Date, now: Date, language: string, timeZone?: string): string {
  const sameYear = at.getFullYear() === now.getFullYear()
  if (sameYear) return formatter(language, 'short', { timeZone, day: 'numeric', month: 'short' }).format(at)
  const text = formatter(language, 'short-year', {
    timeZone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  })
  return text.format(at).replace(/\s?г\.$/, '')
}

export interface DateWords {
  readonly today: string
  readonly yesterday: string
  readonly todayAt: (time: string) => string
  readonly yesterdayAt: (time: string) => string
  readonly tomorrowAt: (time: string) => string
  readonly dateAt: (date: string, time: string) => string
}

/** For a list: `12:04` today, `вчера`, then `24 нояб.` */
export function listTime(at: Date, now: Date, language: string, words: DateWords, timeZone?: string): string {
  const day = dayOf(at, now, timeZone)
  if (day === 'today') return clockTime(at, language, timeZone)
  if (day === 'yesterday') return words.yesterday
  return shortDate(at, now, language, timeZone)
}

/** For a conversation: `12:04` today, `вчера в 12:04`, then `24 нояб. в 12:04`. */
export function feedTime(at: Date, now: Date, language: string, words: DateWords, timeZone?: string): string {
  const day = dayOf(at, now, timeZone)
  const time = clockTime(at, language, timeZone)
  if (day === 'today') return time
  if (day === 'yesterday') return words.yesterdayAt(time)
  if (day === 'tomorrow') return words.tomorrowAt(time)
  return words.dateAt(shortDate(at, now, language, timeZone), time)
}

/** For a sentence: `сегодня в 11:22`; also of what is yet to come: `завтра в 09:00`. */
export function sentenceTime(at: Date, now: Date, language: string, words: DateWords, zone?: string): string {
  if (dayOf(at, now, zone) === 'today') return words.todayAt(clockTime(at, language, zone))
  return feedTime(at, now, language, words, zone)
}

/** The line between days: `сегодня`, `вчера`, `24 нояб.` */
export function dayName(at: Date, now: Date, language: string, words: DateWords, timeZone?: string): string {
  const day = dayOf(at, now, timeZone)
  return day === 'today' || day === 'yesterday' ? words[day] : shortDate(at, now, language, timeZone)
}

/** The whole moment, for a tooltip: `22 ноября 2026 г. в 12:04`. */
export function fullTime(at: Date, language: string, timeZone?: string): string {
  return formatter(language, 'full', { timeZone, dateStyle: 'long', timeStyle: 'short' }).format(at)
}

/** How long ago, as a tag says it: `18 мин`, `3 ч`, `2 дн.` */
export function shortDuration(milliseconds: number, language: string): string {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000))
  const [value, unit]: [number, string] =
    minutes < 60
      ? [minutes, 'minute']
      : minutes < 48 * 60
        ? [Math.floor(minutes / 60), 'hour']
        : [Math.floor(minutes / 1440), 'day']
  return new Intl.NumberFormat(dateTag(language), {
    style: 'unit',
    unit,
    unitDisplay: language === 'en' ? 'narrow' : 'short',
  }).format(value)
}
