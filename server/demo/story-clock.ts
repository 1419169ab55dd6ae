import type { Random } from './random.ts'

const minuteMs = 60_000
const dayMs = 86_400_000
/** The demo desk works by Moscow time. */
const zoneMs = 3 * 3_600_000
const days = 21

/** The time inside one story; it goes forward only. */
export interface StoryClock {
  now(): Date
  /** Somebody does something so many minutes later, in any waking hour. */
  live(least: number, most: number): void
  /** An agent does something so many minutes later, in working hours. */
  work(least: number, most: number): void
  toWorkingHours(): void
}

/**
 * A clock that starts `share` (0…1) of the way back, with more stories near the present. People write by day:
 * what would fall into the night moves to the evening before.
 */
export function createStoryClock(present: Date, random: Random, share: number): StoryClock {
  const age = 6 * minuteMs + days * dayMs * share ** 1.7
  let at = present.getTime() - age
  // The freshest letters are exempt: a desk opened at night has just got something too.
  if (age > 3 * 3_600_000) {
    const hour = hourOf(at)
    if (hour < 7) at -= (hour + 1 + random.next() * 4) * 3_600_000
    else if (hour >= 23) at -= (1 + random.next() * 4) * 3_600_000
  }
  const forward = (least: number, most: number): void => {
    // Short waits are commoner than long ones.
    at += (least + (most - least) * random.next() ** 1.8) * minuteMs
    at = Math.round(at / 1000) * 1000
  }
  const intoHours = (opens: number, closes: number): void => {
    const hour = hourOf(at)
    const untilOpening = hour < opens ? opens - hour : hour >= closes ? 24 - hour + opens : 0
    if (untilOpening > 0) at += untilOpening * 3_600_000 + random.next() * 90 * minuteMs
    at = Math.round(at / 1000) * 1000
  }
  const isFresh = (): boolean => present.getTime() - at < 3 * 3_600_000
  return {
    now: () => new Date(at),
    live(least, most) {
      forward(least, most)
      if (!isFresh()) intoHours(7, 23)
    },
    work(least, most) {
      forward(least, most)
      if (!isFresh()) intoHours(8, 21)
    },
    toWorkingHours: () => intoHours(8, 21),
  }
}

/** The hour of the day at the desk, with its fraction. */
function hourOf(at: number): number {
  return ((((at + zoneMs) % dayMs) + dayMs) % dayMs) / 3_600_000
}
