import { useMemo, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type DateWords,
  dayName,
  feedTime,
  fullTime,
  listTime,
  sentenceTime,
  shortDuration,
} from './dates.ts'

/** Two minutes. */
const freshness = 120_000

let minute = Date.now()
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

/** One clock for the whole screen, so that "18 мин" grows everywhere at the same moment. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    minute = Date.now()
    for (const each of listeners) each()
  }, 30_000)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

export interface Dates {
  readonly list: (at: string) => string
  readonly feed: (at: string) => string
  readonly sentence: (at: string) => string
  readonly day: (at: string) => string
  readonly full: (at: string) => string
  readonly since: (at: string) => string
}

/** Dates in the agent's language, refreshed as time goes by. */
export function useDates(): Dates {
  const { t, i18n } = useTranslation()
  const tick = useSyncExternalStore(subscribe, () => minute)
  const language = i18n.language
  return useMemo(() => {
    const words: DateWords = {
      today: t('time.today'),
      yesterday: t('time.yesterday'),
      todayAt: (time) => t('time.todayAt', { time }),
      yesterdayAt: (time) => t('time.yesterdayAt', { time }),
      tomorrowAt: (time) => t('time.tomorrowAt', { time }),
      dateAt: (date, time) => t('time.dateAt', { date, time }),
    }
    // A message may be newer than the last tick, or than this computer's clock: that is now. What is further ahead
    // is really yet to come: a letter that leaves later, a key's end.
    const now = (at: Date) => {
      const isAhead = at.getTime() - Date.now() > freshness
      return new Date(isAhead ? Date.now() : Math.max(tick, at.getTime()))
    }
    const at = (text: string) => new Date(text)
    return {
      list: (text) => listTime(at(text), now(at(text)), language, words),
      feed: (text) => feedTime(at(text), now(at(text)), language, words),
      sentence: (text) => sentenceTime(at(text), now(at(text)), language, words),
      day: (text) => dayName(at(text), now(at(text)), language, words),
      full: (text) => fullTime(at(text), language),
      since: (text) => shortDuration(tick - at(text).getTime(), language),
    }
  }, [t, language, tick])
}
