/** Times of day as the agent's own clock shows them, wherever the computer stands. */

interface Wall {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
}

export interface Preset {
  readonly name: 'hour' | 'tomorrow' | 'monday'
  readonly at: Date
}

const startOfWork = 9

function wallOf(at: Date, timeZone: string): Wall {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(at)
  const read = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value)
  return {
    year: read('year'),
    month: read('month'),
    day: read('day'),
    hour: read('hour'),
    minute: read('minute'),
  }
}

function asUtc({ year, month, day, hour, minute }: Wall): number {
  return Date.UTC(year, month - 1, day, hour, minute)
}

/** When a zone's clocks show this. In the hour that is skipped in spring, the moment after it. */
function instantOf(wall: Wall, timeZone: string): Date {
  const wanted = asUtc(wall)
  const offset = (at: number) => asUtc(wallOf(new Date(at), timeZone)) - Math.floor(at / 60_000) * 60_000
  const first = wanted - offset(wanted)
  // The offset may change between the guess and the moment itself.
  return new Date(wanted - offset(first))
}

/** An hour from now, tomorrow morning, Monday morning; Monday is left out where it is tomorrow. */
export function presets(now: Date, timeZone: string): Preset[] {
  const today = wallOf(now, timeZone)
  const weekday = new Date(asUtc(today)).getUTCDay()
  const toMonday = (8 - weekday) % 7 || 7
  const morning = (days: number) => {
    const day = new Date(Date.UTC(today.year, today.month - 1, today.day + days))
    const date = { year: day.getUTCFullYear(), month: day.getUTCMonth() + 1, day: day.getUTCDate() }
    return instantOf({ ...date, hour: startOfWork, minute: 0 }, timeZone)
  }
  const inAnHour = new Date(Math.ceil((now.getTime() + 3_600_000) / 60_000) * 60_000)
  return [
    { name: 'hour', at: inAnHour },
    { name: 'tomorrow', at: morning(1) },
    ...(toMonday === 1 ? [] : [{ name: 'monday', at: morning(toMonday) } as const]),
  ]
}

/** `2026-11-23T09:00`, as a field for date and time wants it. */
export function toField(at: Date, timeZone: string): string {
  return new Date(asUtc(wallOf(at, timeZone))).toISOString().slice(0, 16)
}

/** What such a field says; null while it says nothing whole. */
export function fromField(text: string, timeZone: string): Date | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(text)
  if (!found) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = found.slice(1).map(Number)
  return instantOf({ year, month, day, hour, minute }, timeZone)
}
