import type { CalendarInput } from '#contract/calendars.ts'
import type { ErrorName } from '#contract/errors.ts'
import { fail } from '#server/platform/http/failure.ts'
import { isTimeZone } from '#server/platform/time-zones.ts'
import { isHolidayPlace } from './holidays/countries.ts'

/** What the contract cannot know: which zones and countries there are. Ends with `invalid_input`. */
export async function checkCalendar({ timeZone, holidays }: Partial<CalendarInput>): Promise<void> {
  if (timeZone !== undefined && !isTimeZone(timeZone))
    fail('invalid_input', { fields: [{ path: 'body.timeZone', message: 'an IANA name' }] })
  if (holidays?.kind === 'country' && !(await isHolidayPlace(holidays.country, holidays.state)))
    fail('invalid_input', { fields: [{ path: 'body.holidays', message: 'unknown' }] })
}

const broken: Readonly<Record<string, ErrorName>> = { '23505': 'already_exists', '23503': 'in_use' }

/** Runs a write; what the database refuses gets its name: a name taken, a calendar that something counts by. */
export async function naming<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    const name = error instanceof Error && 'code' in error ? broken[String(error.code)] : undefined
    if (name) fail(name)
    throw error
  }
}
