import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { clockTime, shortDate } from '../../ui/dates.ts'

const dayMs = 86_400_000

/** Moments of a ledger: `пт 10:08`; with the date when it is more than a week away. */
export function useClockTimes() {
  const { i18n } = useTranslation()
  const language = i18n.language
  return useMemo(() => {
    const day = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'ru-RU', { weekday: 'short' })
    const dayOf = (at: Date) =>
      Math.abs(Date.now() - at.getTime()) < 6 * dayMs ? day.format(at) : shortDate(at, new Date(), language)
    const weekday = (text: string) => `${dayOf(new Date(text))} ${clockTime(new Date(text), language)}`
    const isSameDay = (a: string, b: string) => new Date(a).toDateString() === new Date(b).toDateString()
    return {
      weekday,
      /** `14:32` today, with its day otherwise. */
      moment: (text: string) =>
        isSameDay(text, new Date().toISOString()) ? clockTime(new Date(text), language) : weekday(text),
      clock: (text: string) => clockTime(new Date(text), language),
      /** Without the day where the mark before it has the same. */
      mark: (text: string, before: string | undefined) =>
        before !== undefined && isSameDay(text, before) ? clockTime(new Date(text), language) : weekday(text),
      span: (from: string, to: string) =>
        `${weekday(from)}–${isSameDay(from, to) ? clockTime(new Date(to), language) : weekday(to)}`,
    }
  }, [language])
}
