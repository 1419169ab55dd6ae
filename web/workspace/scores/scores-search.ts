/** What the address bar says about the overview: which days, whose scores. */
export interface ScoresSearch {
  days?: (typeof periods)[number]
  team?: number
  agent?: number
  /** Whose a score is; with whom the ticket lay unless told. */
  by?: 'replier'
  rated?: 'good' | 'bad'
}

export const periods = [7, 30, 90, 365] as const
const usualDays = 30

export function readScores(search: Record<string, unknown>): ScoresSearch {
  const id = (value: unknown) =>
    Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : undefined
  const days = periods.find((each) => each === search['days'])
  return {
    days: days === usualDays ? undefined : days,
    team: id(search['team']),
    agent: id(search['agent']),
    by: search['by'] === 'replier' ? 'replier' : undefined,
    rated: search['rated'] === 'good' || search['rated'] === 'bad' ? search['rated'] : undefined,
  }
}

export function daysOf({ days }: ScoresSearch): (typeof periods)[number] {
  return days ?? usualDays
}

const dayMs = 86_400_000
/** A day's name, `2026-11-23`, so many days on. */
function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
}

/** The days of the period, today the last. */
export function periodOf(search: ScoresSearch, today: string): { from: string; to: string } {
  return { from: dayAfter(today, 1 - daysOf(search)), to: today }
}

/** Today where the agent sits. */
export function todayHere(): string {
  const now = new Date()
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
}
