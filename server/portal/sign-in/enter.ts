import type { FastifyReply } from 'fastify'
import { seeOther } from '../frame/render-page.ts'
import type { Visit } from '../frame/visit.ts'
import { browserCookie, clearCookie, sessionCookie, setCookie } from './session-cookie.ts'

/** Keeps the session in the browser and goes on to where its owner wanted. */
export function enter(visit: Visit, { token, next }: { token: string; next: string }): FastifyReply {
  const { publicUrl } = visit.platform.config
  setCookie(visit.reply, publicUrl, sessionCookie, token)
  clearCookie(visit.reply, publicUrl, browserCookie)
  return seeOther(visit, next)
}
