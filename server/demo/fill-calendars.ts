import type { CalendarInput } from '#contract/calendars.ts'
import type { Language } from '#contract/common.ts'
import { createCalendar } from '#server/calendars/index.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'

const day = (from: string, to: string) => [{ from, to }]
const five = (from: string, to: string) => [1, 2, 3, 4, 5].map(() => day(from, to))

/** The demo's calendars: an office with the Russian production calendar, shifts with a lunch, a desk that never sleeps. */
function calendars(language: Language, year: number): CalendarInput[] {
  const isRussian = language === 'ru'
  const office: CalendarInput = {
    name: isRussian ? 'Москва, пн–пт 9–18' : 'London, Mon–Fri 9–18',
    timeZone: isRussian ? 'Europe/Moscow' : 'Europe/London',
    week: [...five('09:00', '18:00'), [], []],
    holidays: isRussian
      ? { kind: 'russia', shortenedMinutes: 60 }
      : { kind: 'country', country: 'GB', state: 'ENG' },
    days: [
      {
        date: `${year}-12-28`,
        name: isRussian ? 'Корпоратив' : 'Office party',
        kind: 'shortened',
        minutes: 180,
      },
      {
        date: `${year}-09-19`,
        name: isRussian ? 'Дежурство: большая распродажа' : 'On duty: the big sale',
        kind: 'hours',
        intervals: day('10:00', '16:00'),
      },
    ],
  }
  const lunch = [...day('10:00', '14:00'), ...day('15:00', '20:00')]
  return [
    office,
    {
      name: isRussian ? 'Магазины, ежедневно 10–20' : 'Shops, daily 10–20',
      timeZone: isRussian ? 'Asia/Yekaterinburg' : 'Europe/Dublin',
      week: [lunch, lunch, lunch, lunch, lunch, lunch, day('10:00', '18:00')],
      holidays: { kind: 'none' },
      days: [],
    },
    {
      name: isRussian ? 'Дежурные, круглосуточно' : 'On call, around the clock',
      timeZone: isRussian ? 'Europe/Moscow' : 'Europe/London',
      week: Array.from({ length: 7 }, () => day('00:00', '24:00')),
      holidays: { kind: 'none' },
      days: [],
    },
  ]
}

/** Puts them down; the first is the office's, which deadlines count by. Answers its id. */
export async function fillCalendars(tx: Tx, actor: Actor, language: Language, now: Date): Promise<number> {
  const ids: number[] = []
  for (const input of calendars(language, now.getUTCFullYear()))
    ids.push((await createCalendar(tx, actor, input, now)).id)
  return ids[0] ?? Number.NaN
}
