import type { HolidayCountry } from '#contract/calendars.ts'
import type { Language } from '#contract/common.ts'
import type { HolidayList, ListedDay } from './listed-day.ts'

/** Public holidays of a country, or of one of its states. The library is 40 MB in memory: loaded when first needed. */
export async function countryHolidays(country: string, state: string | null): Promise<HolidayList> {
  const { default: Holidays } = await import('date-holidays')
  const options = { types: ['public' as const] }
  const list = state === null ? new Holidays(country, options) : new Holidays(country, state, options)
  return (year, language) => {
    const days = new Map<string, ListedDay>()
    for (const holiday of list.getHolidays(year, language)) {
      // Begins on the wall clock there: days are counted on its dates.
      const first = Temporal.PlainDate.from(holiday.date.slice(0, 10))
      const length = Math.max(1, Math.round((holiday.end.getTime() - holiday.start.getTime()) / 86_400_000))
      for (let at = 0; at < Math.min(length, 31); at++) {
        const date = first.add({ days: at }).toString()
        if (date.startsWith(`${year}-`)) days.set(date, { date, kind: 'off', name: holiday.name })
      }
    }
    return [...days.values()]
  }
}

/** Whether the library knows the place. */
export async function isHolidayPlace(country: string, state: string | null): Promise<boolean> {
  const { default: Holidays } = await import('date-holidays')
  const all = new Holidays()
  if (!Object.hasOwn(all.getCountries(), country)) return false
  return state === null || Object.hasOwn(all.getStates(country) ?? {}, state)
}

/** Every country by name in the reader's language. */
export async function listHolidayCountries(language: Language): Promise<HolidayCountry[]> {
  const { default: Holidays } = await import('date-holidays')
  const all = new Holidays()
  const names = new Intl.DisplayNames([language], { type: 'region' })
  const collator = new Intl.Collator(language)
  const byName = (a: { name: string }, b: { name: string }) => collator.compare(a.name, b.name)
  return Object.keys(all.getCountries())
    .map((code) => ({
      code,
      name: names.of(code) ?? code,
      states: Object.entries(all.getStates(code, language) ?? {})
        .map(([state, name]) => ({ code: state, name }))
        .toSorted(byName),
    }))
    .toSorted(byName)
}
