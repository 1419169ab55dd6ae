import * as z from 'zod'
import { ById, Empty, Id, Instant, Language } from './common.ts'
import { route } from './route.ts'

const tag = 'calendars'

const time = /^([01]\d|2[0-3]):[0-5]\d$/
/**
 * Part of a day by the wall clock. `to` may be `24:00`; at or before `from` it is the next day's, and the whole still
 * belongs to the day it begins on.
 */
export const DayHours = z.object({
  from: z.string().regex(time),
  to: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/),
})
export type DayHours = z.infer<typeof DayHours>
/** Overlapping ones count as one. */
const Intervals = z.array(DayHours).max(12)

/** A Gregorian date without a time, `2026-12-31`. */
export const CalendarDate = z.iso.date()
/** 1 is Monday, 7 Sunday. */
export const Weekday = z.int().min(1).max(7)

const named = { date: CalendarDate, name: z.string().trim().max(120) }
/** A day that differs from its weekday. */
export const SpecialDay = z.discriminatedUnion('kind', [
  z.object({ ...named, kind: z.literal('off') }),
  /** Ends so many minutes earlier. */
  z.object({ ...named, kind: z.literal('shortened'), minutes: z.int().min(1).max(1440) }),
  /** Works as another day of the week does: a working Saturday. */
  z.object({ ...named, kind: z.literal('moved'), weekday: Weekday }),
  z.object({ ...named, kind: z.literal('hours'), intervals: Intervals.min(1) }),
])
export type SpecialDay = z.infer<typeof SpecialDay>

/**
 * Whose holidays count. `russia`: the official production calendar, with moved days and shortened eves. `country`:
 * public holidays by ISO 3166 code, of one of its states where they differ.
 */
export const CalendarHolidays = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('russia'),
    /** How much earlier work ends on the eve of a holiday. */
    shortenedMinutes: z.int().min(0).max(480),
  }),
  z.object({
    kind: z.literal('country'),
    country: z.string().regex(/^[A-Z]{2}$/),
    state: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,20}$/)
      .nullable(),
  }),
])
export type CalendarHolidays = z.infer<typeof CalendarHolidays>

export const CalendarInput = z.object({
  name: z.string().trim().min(1).max(120),
  /** An IANA name. */
  timeZone: z.string().min(1).max(64),
  /** Monday's first. */
  week: z
    .array(Intervals)
    .length(7)
    .refine((week) => week.some((day) => day.length > 0), { message: 'at least one day works' }),
  holidays: CalendarHolidays,
  /** By hand: stronger than holidays and subscriptions. One for a date. */
  days: z
    .array(SpecialDay)
    .max(1000)
    .refine((days) => new Set(days.map((day) => day.date)).size === days.length, {
      message: 'one for a date',
    }),
})
export type CalendarInput = z.infer<typeof CalendarInput>

export const CalendarFeed = z.object({
  id: Id,
  name: z.string(),
  /** Null for an uploaded file. */
  url: z.string().nullable(),
  /** Days off it holds. */
  dayCount: z.int(),
  /** Entries that are no whole days off, or too far away. */
  skipped: z.int(),
  /** Last success, and last try. */
  readAt: Instant.nullable(),
  triedAt: Instant.nullable(),
  failure: z.enum(['unreachable', 'refused', 'too_large', 'not_ical', 'forbidden_address']).nullable(),
})
export type CalendarFeed = z.infer<typeof CalendarFeed>

/** Now, by the calendar. */
export const CalendarState = z.object({
  isWorking: z.boolean(),
  /** When the current working time began or will begin, and when it ends; null when nothing is near. */
  from: Instant.nullable(),
  to: Instant.nullable(),
})
export type CalendarState = z.infer<typeof CalendarState>

/** What counts by a calendar, and keeps it from being deleted. */
export const CalendarUse = z.object({
  /** Deadlines, a team's hours of work, an agent's own, silence that a rule waits for. */
  kind: z.enum(['policy', 'team', 'agent', 'rule']),
  id: Id,
  name: z.string(),
  /** Out of use; clocks of old tickets still count by it. */
  isArchived: z.boolean(),
})
export type CalendarUse = z.infer<typeof CalendarUse>

export const Calendar = CalendarInput.extend({
  id: Id,
  version: z.int(),
  /** Empty for who may not manage calendars: the addresses may be secrets. */
  feeds: z.array(CalendarFeed),
  /** Empty for them, too. */
  uses: z.array(CalendarUse),
  state: CalendarState,
})
export type Calendar = z.infer<typeof Calendar>

/** One day of a year that is not like its weekday, and where that comes from. */
export const YearDay = z.object({
  date: CalendarDate,
  kind: z.enum(['off', 'shortened', 'moved', 'hours']),
  name: z.string(),
  source: z.enum(['hand', 'feed', 'holidays']),
  /** What is worked on it, as the calendar's hours come out. */
  intervals: Intervals,
})
export type YearDay = z.infer<typeof YearDay>
export const CalendarYear = z.object({
  year: z.int(),
  days: z.array(YearDay),
  /** Days with working time, and all of it. */
  workingDays: z.int(),
  workingMinutes: z.int(),
  /** `provisional`: this year's decree is not known to this version; holidays stand as the Labour Code has them. */
  russia: z.enum(['official', 'provisional']).nullable(),
})
export type CalendarYear = z.infer<typeof CalendarYear>
export const CalendarPreview = z.object({ state: CalendarState, year: CalendarYear })
export type CalendarPreview = z.infer<typeof CalendarPreview>

export const listCalendars = route({
  method: 'GET',
  path: '/calendars',
  summary: 'Working-time calendars by name',
  tag,
  access: 'ticket.read',
  response: z.object({ items: z.array(Calendar) }),
})
export const getCalendar = route({
  method: 'GET',
  path: '/calendars/:id',
  summary: 'One calendar',
  tag,
  access: 'ticket.read',
  params: ById,
  response: Calendar,
})
export const createCalendar = route({
  method: 'POST',
  path: '/calendars',
  summary: 'Add a calendar',
  tag,
  access: 'automation.manage',
  status: 201,
  body: CalendarInput,
  response: Calendar,
})
export const updateCalendar = route({
  method: 'PATCH',
  path: '/calendars/:id',
  summary: 'Change a calendar; deadlines that count by it are counted anew',
  tag,
  access: 'automation.manage',
  params: ById,
  body: CalendarInput.partial().extend({ version: z.int() }),
  response: Calendar,
})
export const copyCalendar = route({
  method: 'POST',
  path: '/calendars/:id/copies',
  summary: 'Add a calendar like another, its lists of days off included',
  tag,
  access: 'automation.manage',
  status: 201,
  params: ById,
  body: z.object({ name: CalendarInput.shape.name }),
  response: Calendar,
})
export const deleteCalendar = route({
  method: 'DELETE',
  path: '/calendars/:id',
  summary: 'Take a calendar away that nothing counts by',
  tag,
  access: 'automation.manage',
  params: ById,
  response: Empty,
})
export const previewCalendar = route({
  method: 'POST',
  path: '/calendar-previews',
  summary: 'How a calendar, saved or not, works in a year and now; nothing is changed',
  tag,
  access: 'automation.manage',
  body: z.object({
    calendar: CalendarInput,
    /** The saved calendar whose subscriptions count too. */
    feedsOf: Id.nullable().default(null),
    year: z.int().min(1990).max(2100),
    /** Of holidays' names. */
    language: Language.default('ru'),
  }),
  response: CalendarPreview,
})

const FeedName = z.string().trim().min(1).max(120)
export const addCalendarFeed = route({
  method: 'POST',
  path: '/calendars/:id/feeds',
  summary: 'Take days off from an iCalendar file, or from an address that is read again every day',
  tag,
  access: 'automation.manage',
  status: 201,
  params: ById,
  body: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('url'), name: FeedName, url: z.url({ protocol: /^https?$/ }).max(2000) }),
    z.object({ kind: z.literal('file'), name: FeedName, ics: z.string().min(1).max(1_000_000) }),
  ]),
  response: Calendar,
})
export const refreshCalendarFeed = route({
  method: 'POST',
  path: '/calendar-feeds/:id/refresh',
  summary: 'Read a subscription now',
  tag,
  access: 'automation.manage',
  params: ById,
  response: Calendar,
})
export const deleteCalendarFeed = route({
  method: 'DELETE',
  path: '/calendar-feeds/:id',
  summary: 'Drop a list of days off',
  tag,
  access: 'automation.manage',
  params: ById,
  response: Calendar,
})

export const HolidayCountry = z.object({
  /** ISO 3166. */
  code: z.string(),
  name: z.string(),
  states: z.array(z.object({ code: z.string(), name: z.string() })),
})
export type HolidayCountry = z.infer<typeof HolidayCountry>
export const listHolidayCountries = route({
  method: 'GET',
  path: '/holiday-countries',
  summary: 'Countries whose public holidays are known',
  tag,
  access: 'automation.manage',
  response: z.object({ items: z.array(HolidayCountry) }),
})
