import type { FastifyInstance, FastifyRequest } from 'fastify'
import cors from '@fastify/cors'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Pages of other sites may call it: a form or a chat that stands there. It must look at no cookie. */
    isOpenToSites?: boolean
  }
}

/** Whether a request is to a route that pages of any site may call. */
export function isOpenToSites(request: FastifyRequest): boolean {
  return request.routeOptions.config.isOpenToSites === true
}

/**
 * Lets browsers read the answers of open routes from any page, without credentials: what they say is for everybody.
 * A preflight matches no route of its own, so it is answered for every address; it opens nothing by itself.
 */
export async function openRoutesToSites(app: FastifyInstance): Promise<void> {
  await app.register(cors, {
    delegator: (request, callback) => {
      const isAsked = request.method === 'OPTIONS' && request.headers.origin !== undefined
      callback(null, {
        origin: isAsked || isOpenToSites(request) ? '*' : false,
        methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
        allowedHeaders: ['content-type', 'idempotency-key', 'x-visitor'],
        maxAge: 86_400,
        strictPreflight: false,
      })
    },
  })
  app.addHook('onSend', async (request, reply) => {
    if (isOpenToSites(request)) reply.header('cross-origin-resource-policy', 'cross-origin')
  })
}
