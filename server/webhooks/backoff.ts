/** How long each next try waits, in seconds: close together at first, and a day in all. */
const waitsSeconds = [5, 30, 120, 600, 1800, 3600, 7200, 14_400, 21_600, 21_600, 21_600]
const dayMs = 86_400_000
/** Tries of many deliveries that failed together do not come back together. */
const jitter = 0.2

/**
 * When a delivery is tried again that has failed `tries` times, or null when a day is over since the first try. The
 * other side may ask for a longer wait (`notBefore`), within that day. `random` is in [0, 1).
 */
export function nextTry(
  tries: number,
  firstTriedAt: Date,
  now: Date,
  notBefore: Date | null,
  random = Math.random(),
): Date | null {
  const wait = waitsSeconds[tries - 1]
  const end = firstTriedAt.getTime() + dayMs
  if (wait === undefined || now.getTime() >= end) return null
  const own = now.getTime() + wait * 1000 * (1 + jitter * (2 * random - 1))
  const asked = Math.max(own, notBefore?.getTime() ?? 0)
  return new Date(Math.min(asked, end))
}

/** What a `Retry-After` header asks for: seconds, or an HTTP date; null when it says nothing usable. */
export function readRetryAfter(value: string | undefined, now: Date): Date | null {
  if (value === undefined) return null
  if (/^\d{1,9}$/.test(value.trim())) return new Date(now.getTime() + Number(value) * 1000)
  const at = Date.parse(value)
  return Number.isNaN(at) ? null : new Date(at)
}
