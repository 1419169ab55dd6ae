/** What a seeded desk looks like; every part of the bench that must agree on it reads it here. */
export const SEED = 20_261_101
export const AGENTS = 40
export const TEAMS = 6
export const POSTS_PER_TICKET = 5
/** Tickets written by one batch, and so by one worker at a time. */
export const BATCH = 1000
/** The youngest of them are still worked on. */
const OPEN_SHARE = 0.02
const YEARS_MS = 3 * 365 * 86_400_000
/** Fixed, like everything else: the same seed gives the same rows whenever it is sown. */
const NOW_MS = Date.UTC(2026, 10, 1)

/** The marks of the desk made by `npm run bench -- seed`. */
export const ADMIN_EMAIL = 'admin@bench.example'
export const AGENT_EMAIL = (n: number): string => `agent${n}@bench.example`
export const PASSWORD = 'benchmark-password'
export const INBOX = 'support@bench.example'

export function customersOf(tickets: number): number {
  return Math.max(10, Math.round(tickets / 6))
}

/** When ticket `id` of `tickets` was opened: evenly over three years. */
export function openedAt(id: number, tickets: number): number {
  return NOW_MS - Math.floor(((tickets - id + 1) * YEARS_MS) / tickets)
}

export function isStillOpen(id: number, tickets: number): boolean {
  return id > tickets * (1 - OPEN_SHARE)
}

export function languageOf(id: number): 'ru' | 'en' {
  return (id * 7919) % 10 < 7 ? 'ru' : 'en'
}
