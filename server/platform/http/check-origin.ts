import type { FastifyRequest } from 'fastify'
import { fail } from './failure.ts'
import { isOpenToSites } from './open-to-sites.ts'

const harmless = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Turns away writes and WebSockets that another site's page started in a browser: the cookie travels with
 * them, the intention does not. Programs send no Origin and are not concerned; routes open to sites look at no cookie.
 */
export function checkOrigin(publicUrl: string): (request: FastifyRequest) => Promise<void> {
  const ownHost = new URL(publicUrl).host
  return async (request) => {
    const isUpgrade = request.headers.upgrade !== undefined
    if ((harmless.has(request.method) && !isUpgrade) || isOpenToSites(request)) return
    const { origin } = request.headers
    if (origin === undefined) {
      if (request.headers['sec-fetch-site'] === 'cross-site') fail('cross_origin')
      return
    }
    const host = URL.canParse(origin) ? new URL(origin).host : ''
    if (host === '' || (host !== ownHost && host !== request.host)) fail('cross_origin')
  }
}
