import type { ColumnType, Generated, GeneratedAlways, Selectable } from 'kysely'
import type { CalendarFeed, CalendarHolidays, DayHours, SpecialDay } from '#contract/calendars.ts'

/** jsonb: read as the value, written as its text. */
type Json<T> = ColumnType<T, string, string>

interface CalendarTable {
  id: GeneratedAlways<number>
  name: string
  time_zone: string
  week: Json<DayHours[][]>
  holidays: Json<CalendarHolidays>
  days: Json<SpecialDay[]>
  version: Generated<number>
  revision: Generated<string>
  created_at: Date
  updated_at: Date
}

/** A whole day off that a list names. */
export interface FeedDay {
  date: string
  name: string
}

interface CalendarFeedTable {
  id: GeneratedAlways<number>
  calendar_id: number
  name: string
  url: string | null
  etag: string | null
  days: Json<FeedDay[]>
  skipped: Generated<number>
  read_at: Date | null
  tried_at: Date | null
  failure: CalendarFeed['failure']
  created_at: Date
}

export type CalendarRow = Selectable<CalendarTable>
export type CalendarFeedRow = Selectable<CalendarFeedTable>

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    calendar: CalendarTable
    calendar_feed: CalendarFeedTable
  }
}
