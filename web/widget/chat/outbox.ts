/** A line on its way: kept until the server has it, through every reload. */
export interface Pending {
  clientKey: string
  text: string
  fileIds: number[]
  /** What the log shows meanwhile. */
  fileNames: string[]
  at: string
  /** The server will not take it; the visitor decides. */
  isRefused: boolean
}

type Fate = { kind: 'sent' } | { kind: 'refused' } | { kind: 'wait'; ms: number }

/** What becomes of a line by what its sending came to; a failure of the network and of the server both pass. */
export function fateOf(
  error: { status: number; retryAfter: number } | null,
  attempt: number,
  random = Math.random(),
): Fate {
  const status = error?.status ?? 0
  if (status === 429) return { kind: 'wait', ms: Math.max(1, error?.retryAfter ?? 0) * 1000 }
  if (status >= 400 && status < 500 && status !== 408) return { kind: 'refused' }
  return { kind: 'wait', ms: backoff(attempt, random) }
}

/** One second, two, four … half a minute, each a little off, so that a thousand widgets do not come back as one. */
export function backoff(attempt: number, random = Math.random()): number {
  return Math.min(30_000, 1000 * 2 ** Math.min(attempt, 10)) * (0.75 + random / 2)
}

/** What was on its way when the page was left. */
export function readPending(text: string | null): Pending[] {
  try {
    const lines: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(lines) ? (lines as Pending[]) : []
  } catch {
    return []
  }
}
