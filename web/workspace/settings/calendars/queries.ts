import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import {
  type CalendarInput,
  listCalendars,
  listHolidayCountries,
  previewCalendar,
} from '#contract/calendars.ts'
import type { Language } from '#contract/common.ts'
import { call } from '../../../api/call.ts'

export const calendarsQuery = queryOptions({
  queryKey: ['settings', 'calendars'],
  queryFn: ({ signal }) => call(listCalendars, {}, { signal }),
  // "Working until 18:00" must not be said at 18:05.
  refetchInterval: 60_000,
})

export const countriesQuery = (language: Language) =>
  queryOptions({
    queryKey: ['settings', 'holiday-countries', language],
    queryFn: ({ signal }) => call(listHolidayCountries, {}, { signal }),
    staleTime: Infinity,
  })

/** What a calendar as it is being edited comes to; the last answer stays until the next is there. */
export const previewQuery = (
  calendar: CalendarInput,
  feedsOf: number | null,
  feedsKey: string,
  year: number,
  language: Language,
) =>
  queryOptions({
    queryKey: ['settings', 'calendar-preview', calendar, feedsOf, feedsKey, year, language],
    queryFn: ({ signal }) =>
      call(
        previewCalendar,
        { body: { calendar: { ...calendar, name: calendar.name.trim() || '—' }, feedsOf, year, language } },
        { signal },
      ),
    placeholderData: keepPreviousData,
  })
