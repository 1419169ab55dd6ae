import type { Language } from '#contract/common.ts'

const dayMs = 86_400_000

/** When somebody will be there, as one says it: today, tomorrow, on a day of this week, on a date. */
export function whenWords(at: Date, now: Date, language: Language, words: Record<string, string>): string {
  const time = new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', {
    hour: '2-digit',
    minute: '2-digit',
  }).format(at)
  const ahead = Math.round((midnight(at) - midnight(now)) / dayMs)
  if (ahead <= 0) return fill(words['today'], { time })
  if (ahead === 1) return fill(words['tomorrow'], { time })
  // A week ahead the same day would be taken for today's.
  if (ahead < 7) return fill(words['onDay'], { day: words[`day${at.getDay()}`] ?? '', time })
  const date = new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', {
    day: 'numeric',
    month: 'long',
  }).format(at)
  return fill(words['onDate'], { date, time })
}

function midnight(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime()
}

function fill(words: string | undefined, values: Record<string, string>): string {
  return (words ?? '').replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
}
