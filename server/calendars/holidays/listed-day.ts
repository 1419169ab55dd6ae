import type { Language } from '#contract/common.ts'

/** A day that a country's law makes different. */
export interface ListedDay {
  /** `YYYY-MM-DD`. */
  date: string
  kind: 'off' | 'shortened' | 'moved'
  name: string
  /** With `moved`: the day of the week it works as. */
  weekday?: number
  /** It also ends earlier: the eve of a holiday. */
  isEve?: boolean
}

/** The special days of a year, their names in a language where they have one. */
export type HolidayList = (year: number, language: Language) => ListedDay[]
