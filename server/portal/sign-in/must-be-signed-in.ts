import type { FastifyReply } from 'fastify'
import type { Visit } from '../frame/visit.ts'
import { type SignedIn, visitorOf } from './visitor-of.ts'

/** A page for whoever is signed in; everybody else is asked to sign in and comes back to it. */
export function signedInOnly(
  show: (visit: Visit, visitor: SignedIn) => Promise<FastifyReply>,
): (visit: Visit) => Promise<FastifyReply> {
  return async (visit) => {
    const { platform, request, reply, language, links, path } = visit
    const visitor = await visitorOf(platform, request, language)
    if (visitor) return show(visit, visitor)
    const next = request.method === 'GET' ? `?next=${encodeURIComponent(path)}` : ''
    return reply.header('cache-control', 'no-store').redirect(`${links.page('/sign-in')}${next}`, 303)
  }
}
