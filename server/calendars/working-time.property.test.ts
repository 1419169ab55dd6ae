import { expect, test } from 'vitest'
import {
  addWorkingMs,
  createWorkingTime,
  type DayInterval,
  isWorking,
  nextWorkingInstant,
  workingIntervals,
  workingMsBetween,
  type WorkingTimeRules,
} from './working-time.ts'

/**
 * The reference knows nothing of offsets, blocks or sums: it looks at the wall clock once a minute, asks whether that
 * minute is working time, and counts. Slow, and simple enough to be believed.
 */
const cases = 100_000
const windows = 200
const calendarsEach = 20
const casesEach = 25
const windowMinutes = 6 * 1440
const minuteMs = 60_000
/** Another seed finds other cases: `CALENDAR_SEED=7 npx vitest run server/calendars`. */
const seed = Number(process.env['CALENDAR_SEED'] ?? 2026)

const zones = [
  'UTC',
  'Europe/Moscow',
  'Europe/Kaliningrad',
  'Asia/Kamchatka',
  'Europe/Berlin',
  'Europe/London',
  'Europe/Dublin',
  'Atlantic/Azores',
  'America/New_York',
  'America/St_Johns',
  'America/Caracas',
  'America/Sao_Paulo',
  'America/Santiago',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Asia/Tehran',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Pyongyang',
  'Asia/Gaza',
  'Australia/Lord_Howe',
  'Australia/Adelaide',
  'Antarctica/Troll',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Pacific/Chatham',
  'Pacific/Marquesas',
] as const
/** Days around which years end, leap days lie, and Samoa and Kiritimati crossed the date line. */
const awkward = [
  '2023-12-29',
  '2024-02-26',
  '2000-02-27',
  '2011-12-27',
  '1994-12-29',
  '2099-12-29',
  '2100-02-26',
]

interface Wall {
  zone: string
  /** Epoch milliseconds of the first minute. */
  start: number
  /** Of each minute, by the wall clock: the number of its date, and the minute of its day. */
  dates: Int32Array
  minutes: Int16Array
}

test(`${cases} random cases agree with a count minute by minute`, { timeout: 240_000 }, () => {
  const random = randomFrom(seed)
  let done = 0
  for (let window = 0; window < windows; window++) {
    const wall = readWall(random)
    for (let which = 0; which < calendarsEach; which++) {
      const rules = randomRules(random, wall)
      done += compare(random, wall, rules)
    }
  }
  process.stdout.write(`working time: ${done} cases, seed ${seed}, no difference\n`)
  expect(done).toBe(cases)
})

function compare(random: () => number, wall: Wall, rules: WorkingTimeRules): number {
  const calendar = createWorkingTime(rules)
  const works = workingMinutes(wall, rules)
  const told = `seed ${seed} ${wall.zone} ${new Date(wall.start).toISOString()} ${JSON.stringify(rules.week)}`
  const end = wall.start + windowMinutes * minuteMs
  expect(asMinutes(workingIntervals(calendar, instant(wall.start), instant(end)), wall), told).toEqual(
    stretches(works),
  )
  for (let at = 0; at < casesEach; at++) {
    const from = wall.start + Math.floor((random() * windowMinutes * minuteMs) / 2)
    const to = from + Math.floor(random() * (end - from))
    const where = `${told} from ${new Date(from).toISOString()}`
    const worked = countBetween(works, wall.start, from, to)
    if (workingMsBetween(calendar, instant(from), instant(to)) !== worked)
      expect(workingMsBetween(calendar, instant(from), instant(to)), `${where} to ${to}`).toBe(worked)
    const wanted = random() < 0.2 ? worked : Math.floor(random() * countBetween(works, wall.start, from, end))
    const due = wanted === 0 ? from : countForward(works, wall.start, from, wanted)
    if (addWorkingMs(calendar, instant(from), wanted).epochMilliseconds !== due)
      expect(addWorkingMs(calendar, instant(from), wanted), `${where} add ${wanted}`).toEqual(instant(due))
    const now = works[Math.floor((from - wall.start) / minuteMs)] === 1
    if (isWorking(calendar, instant(from)) !== now)
      expect(isWorking(calendar, instant(from)), where).toBe(now)
    const next = now ? from : nextMinute(works, wall.start, from)
    if (next !== null && nextWorkingInstant(calendar, instant(from))?.epochMilliseconds !== next)
      expect(nextWorkingInstant(calendar, instant(from)), where).toEqual(instant(next))
  }
  return casesEach
}

/** Six days of a wall clock, every minute read on its own. */
function readWall(random: () => number): Wall {
  const zone = pick(random, zones)
  const start = Math.floor(startNear(random, zone) / minuteMs) * minuteMs
  const dates = new Int32Array(windowMinutes)
  const minutes = new Int16Array(windowMinutes)
  for (let at = 0; at < windowMinutes; at++) {
    const shown = instant(start + at * minuteMs).toZonedDateTimeISO(zone)
    const { day, month, year, hour, minute } = shown
    dates[at] = (year * 100 + month) * 100 + day
    minutes[at] = hour * 60 + minute
  }
  return { zone, start, dates, minutes }
}

function startNear(random: () => number, zone: string): number {
  const choice = random()
  if (choice < 0.25)
    return Date.parse(`${pick(random, awkward)}T00:00:00Z`) + Math.floor(random() * 2 * 86_400_000)
  const anywhere = Date.UTC(1975, 0, 1) + Math.floor(random() * 125 * 365 * 86_400_000)
  if (choice < 0.4) return anywhere
  const change = instant(anywhere).toZonedDateTimeISO(zone).getTimeZoneTransition('next')
  return change ? change.epochMilliseconds - Math.floor(random() * 5 * 86_400_000) : anywhere
}

function randomRules(random: () => number, wall: Wall): WorkingTimeRules {
  const hours = (): DayInterval[] =>
    Array.from({ length: pick(random, [0, 1, 1, 1, 2, 2, 3]) }, () => {
      const step = pick(random, [1, 15, 30, 60])
      const from = Math.floor((random() * 1440) / step) * step
      const longest = random() < 0.8 ? 1440 - from : 1440
      return { from, to: from + Math.max(1, Math.floor(random() * longest)) }
    })
  const everyDay = random() < 0.1 ? [{ from: 0, to: 1440 }] : null
  const week = Array.from({ length: 7 }, () => everyDay ?? hours())
  const special = new Map<string, DayInterval[]>()
  for (const date of new Set(wall.dates))
    if (random() < 0.25) special.set(dateText(date), random() < 0.4 ? [] : hours())
  return {
    timeZone: wall.zone,
    week,
    specialDays: (year) => new Map([...special].filter(([date]) => Number(date.slice(0, 4)) === year)),
  }
}

/** 1 for each minute whose wall clock lies in an interval of its own date, or in one of the date before that runs over. */
function workingMinutes(wall: Wall, rules: WorkingTimeRules): Uint8Array {
  const works = new Uint8Array(windowMinutes)
  let date = -1
  let own: readonly DayInterval[] = []
  let before: readonly DayInterval[] = []
  for (let at = 0; at < windowMinutes; at++) {
    if (wall.dates[at] !== date) {
      date = wall.dates[at] ?? 0
      own = hoursOn(Temporal.PlainDate.from(dateText(date)), rules)
      before = hoursOn(Temporal.PlainDate.from(dateText(date)).subtract({ days: 1 }), rules)
    }
    const minute = wall.minutes[at] ?? 0
    const isOwn = own.some((one) => one.from <= minute && minute < one.to)
    const isOver = before.some((one) => one.from <= minute + 1440 && minute + 1440 < one.to)
    works[at] = isOwn || isOver ? 1 : 0
  }
  return works
}

function hoursOn(date: Temporal.PlainDate, rules: WorkingTimeRules): readonly DayInterval[] {
  return rules.specialDays(date.year).get(date.toString()) ?? rules.week[date.dayOfWeek - 1] ?? []
}

function countBetween(works: Uint8Array, start: number, from: number, to: number): number {
  let sum = 0
  for (let at = Math.floor((from - start) / minuteMs); start + at * minuteMs < to; at++) {
    const begins = Math.max(start + at * minuteMs, from)
    const ends = Math.min(start + (at + 1) * minuteMs, to)
    if (works[at] === 1) sum += ends - begins
  }
  return sum
}

function countForward(works: Uint8Array, start: number, from: number, wanted: number): number {
  let left = wanted
  for (let at = Math.floor((from - start) / minuteMs); at < works.length; at++) {
    if (works[at] !== 1) continue
    const begins = Math.max(start + at * minuteMs, from)
    const length = start + (at + 1) * minuteMs - begins
    if (left <= length) return begins + left
    left -= length
  }
  return Number.NaN
}

function nextMinute(works: Uint8Array, start: number, from: number): number | null {
  for (let at = Math.floor((from - start) / minuteMs); at < works.length; at++)
    if (works[at] === 1) return Math.max(from, start + at * minuteMs)
  return null
}

function stretches(works: Uint8Array): [number, number][] {
  const found: [number, number][] = []
  for (let at = 0; at < works.length; at++) {
    if (works[at] !== 1) continue
    const last = found.at(-1)
    if (last && last[1] === at) last[1] = at + 1
    else found.push([at, at + 1])
  }
  return found
}

function asMinutes(intervals: ReturnType<typeof workingIntervals>, wall: Wall): [number, number][] {
  const minute = (one: Temporal.Instant) => (one.epochMilliseconds - wall.start) / minuteMs
  return intervals.map((one) => [minute(one.from), minute(one.to)])
}

function dateText(date: number): string {
  const text = String(date)
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`
}

function instant(ms: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(ms)
}

function pick<T>(random: () => number, values: readonly T[]): T {
  const value = values[Math.floor(random() * values.length)]
  if (value === undefined) throw new Error('nothing to pick from')
  return value
}

/** Mulberry32: the same numbers for the same seed, on every machine. */
function randomFrom(start: number): () => number {
  let state = start >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
