import type { FastifyReply } from 'fastify'
import type {} from '@fastify/cookie'

export const sessionCookie = 'otklik_customer'
/** Ties a code to the browser that asked for it. */
export const browserCookie = 'otklik_sign_in'
/** What a provider of identities has to answer to; sealed. */
export const oidcCookie = 'otklik_oidc'

const sessionDays = 30
/** As long as browsers keep one: how long it opens anything, the server says. */
const longestSeconds = 400 * 86_400

/** A session lives this long after it was last used. */
export function sessionEnd(now: Date): Date {
  return new Date(now.getTime() + sessionDays * 86_400_000)
}

/** Out of reach of scripts, and not sent along when another site makes the browser write. */
function attributes(publicUrl: string) {
  return { httpOnly: true, sameSite: 'lax', secure: publicUrl.startsWith('https:'), path: '/' } as const
}

export function setCookie(
  reply: FastifyReply,
  publicUrl: string,
  name: string,
  value: string,
  seconds = longestSeconds,
): void {
  reply.setCookie(name, value, { ...attributes(publicUrl), maxAge: seconds })
}

export function clearCookie(reply: FastifyReply, publicUrl: string, name: string): void {
  reply.clearCookie(name, attributes(publicUrl))
}
