import type { FastifyReply } from 'fastify'
import type {} from '@fastify/cookie'

export const sessionCookie = 'otklik_session'
const sessionDays = 30

/** A session lives this long after it was last used. */
export function sessionEnd(now: Date): Date {
  return new Date(now.getTime() + sessionDays * 86_400_000)
}

/** Out of reach of scripts, and not sent along when another site makes the browser write. */
function attributes(publicUrl: string) {
  return { httpOnly: true, sameSite: 'lax', secure: publicUrl.startsWith('https:'), path: '/' } as const
}

export function setSessionCookie(reply: FastifyReply, publicUrl: string, token: string): void {
  reply.setCookie(sessionCookie, token, { ...attributes(publicUrl), maxAge: sessionDays * 86_400 })
}

export function clearSessionCookie(reply: FastifyReply, publicUrl: string): void {
  reply.clearCookie(sessionCookie, attributes(publicUrl))
}
