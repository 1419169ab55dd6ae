import type { Language } from '#contract/common.ts'

/** How a template speaks: its language, and the time of whoever is spoken to. */
export interface Speech {
  language: Language
  timeZone: string
  now: Date
}

/** «Доброе утро» by the clock of whoever is greeted; at night a greeting that fits any hour. */
export function greeting({ language, timeZone, now }: Speech): string {
  const { hour } = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone)
  const part = hour >= 5 && hour < 12 ? 0 : hour >= 12 && hour < 18 ? 1 : hour >= 18 && hour < 23 ? 2 : 3
  const words = {
    ru: ['Доброе утро', 'Добрый день', 'Добрый вечер', 'Здравствуйте'],
    en: ['Good morning', 'Good afternoon', 'Good evening', 'Hello'],
  }
  return words[language][part] ?? ''
}

type DateStyle = 'words' | 'short' | 'time' | 'weekday'

/** «22 ноября 2026 года», `22.11.2026`, `14:32`, «воскресенье»; of a day without a time, the day. */
export function sayDate(
  date: Date,
  style: DateStyle,
  { language, timeZone }: Speech,
  isDay: boolean,
): string {
  const locale = language === 'ru' ? 'ru-RU' : 'en-GB'
  const zone = { timeZone: isDay ? 'UTC' : timeZone }
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, ...zone }).format(date)
  switch (style) {
    case 'words':
      return format({ day: 'numeric', month: 'long', year: 'numeric' }).replace(/ г\.$/, ' года')
    case 'short':
      return format({ day: '2-digit', month: '2-digit', year: 'numeric' })
    case 'time':
      return format({ hour: '2-digit', minute: '2-digit' })
    case 'weekday':
      return format({ weekday: 'long' })
  }
}
