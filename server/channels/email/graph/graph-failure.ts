import type { IncomingHttpHeaders } from 'node:http'
import * as z from 'zod'
import { readJson } from '#server/channels/email/connections/ask-for-token.ts'

const Body = z.object({ error: z.object({ code: z.string(), message: z.string().default('') }) })

/** Microsoft Graph has answered, and not with success. */
export class GraphFailure extends Error {
  override name = 'GraphFailure'
  readonly status: number
  /** Graph's name for what is wrong: `syncStateNotFound`, `ErrorItemNotFound`, `TooManyRequests`… */
  readonly graphCode: string
  /** What `Retry-After` asked for, in seconds; null when it asked for nothing. */
  readonly retryAfterSeconds: number | null

  constructor(status: number, code: string, message: string, retryAfterSeconds: number | null) {
    super(`Microsoft Graph ${status} ${code}: ${message}`.trim().slice(0, 1000))
    this.status = status
    this.graphCode = code
    this.retryAfterSeconds = retryAfterSeconds
  }
}

export function graphFailure(status: number, headers: IncomingHttpHeaders, body: Buffer): GraphFailure {
  const read = Body.safeParse(readJson(body))
  const { code, message } = read.success ? read.data.error : { code: '', message: '' }
  return new GraphFailure(status, code, message, retryAfter(headers['retry-after']))
}

/** Seconds, or a date (RFC 9110, 10.2.3); an hour at most. */
function retryAfter(header: string | undefined): number | null {
  if (header === undefined) return null
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - Date.now()) / 1000
  return Number.isFinite(seconds) ? Math.min(Math.max(Math.ceil(seconds), 1), 3600) : null
}
