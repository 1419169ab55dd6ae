import { fromField, toField } from '../../composer/send-times.ts'

/** A day as a date field writes it, by the agent's own clock. */
export function dayOf(at: Date, timeZone: string): string {
  return toField(at, timeZone).slice(0, 10)
}

/** The midnights between which whole days lie, the last included; null for what is no date. */
export function wholeDays(
  from: string,
  to: string,
  timeZone: string,
): { startsAt: string; endsAt: string } | null {
  const last = Date.parse(`${to}T00:00Z`)
  if (Number.isNaN(last)) return null
  const startsAt = fromField(`${from}T00:00`, timeZone)
  const endsAt = fromField(`${new Date(last + 86_400_000).toISOString().slice(0, 10)}T00:00`, timeZone)
  return startsAt && endsAt && { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
}
