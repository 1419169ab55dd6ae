import { createHmac, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'

/** Whom a site has signed in: an address it vouches for. */
const Claims = z.object({
  email: z.email().max(254),
  name: z.string().max(120).default(''),
  /** Seconds since 1970; a token without an end would be good for ever. */
  exp: z.number(),
})
export type SiteUser = z.infer<typeof Claims>

/** A clock of the site's that goes a little wrong. */
const leewaySeconds = 60
/** A token is for one visit; one that is good for a year is a password. */
const longestSeconds = 7 * 86_400

/**
 * Reads a JSON Web Token (RFC 7519) signed with HMAC-SHA-256 and the chat's secret; null for any that is not: another
 * algorithm, another key, over, or good for too long.
 */
export function readUserToken(token: string, secret: string, now: Date): SiteUser | null {
  const [header = '', payload = '', signature = '', ...more] = token.split('.')
  if (more.length > 0 || readJson(header)?.['alg'] !== 'HS256') return null
  const right = createHmac('sha256', secret).update(`${header}.${payload}`).digest()
  const given = Buffer.from(signature, 'base64url')
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null
  const claims = Claims.safeParse(readJson(payload))
  if (!claims.success) return null
  const seconds = now.getTime() / 1000
  const isInForce = claims.data.exp > seconds - leewaySeconds && claims.data.exp < seconds + longestSeconds
  return isInForce ? claims.data : null
}

function readJson(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
