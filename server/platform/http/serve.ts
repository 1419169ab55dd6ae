import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify'
import { Failure } from '#contract/errors.ts'
import type { Route } from '#contract/route.ts'
import { fail } from './failure.ts'
import { mustBeText } from './must-be-text.ts'

type Handler<Gets, Answer> = (args: Gets, request: FastifyRequest, reply: FastifyReply) => Promise<Answer>

/**
 * Binds a route of the contract to its handler. Whoever may not call it is turned away before the input is
 * looked at; the input is checked before the handler sees it.
 */
export function serve<Sends, Gets, Answer>(
  app: FastifyInstance,
  route: Route<Sends, Gets, Answer>,
  handler: Handler<Gets, Answer>,
  options: Pick<RouteShorthandOptions, 'bodyLimit' | 'config'> = {},
): void {
  app.route({
    method: route.method,
    url: route.path,
    ...options,
    config: { access: route.access, ...options.config },
    onRequest: async (request) => {
      // Whoever asks from another site's page is a stranger, whatever the browser sends along.
      request.caller = options.config?.isOpenToSites ? null : await app.authenticate(request)
      if (route.access === 'public') return
      if (request.caller === null) fail('not_signed_in')
      if (route.access !== 'signed-in' && !request.caller.permissions.has(route.access)) fail('not_allowed')
    },
    // A body the contract does not describe is a stream of bytes: nothing to walk through.
    preValidation: async ({ params, query, body }) =>
      mustBeText({ params, query, ...(route.body && { body }) }),
    schema: {
      summary: route.summary,
      tags: [route.tag],
      ...(route.params && { params: route.params }),
      ...(route.query && { querystring: route.query }),
      ...(route.body && { body: route.body }),
      response: { [route.status ?? 200]: route.response, default: Failure },
    },
    handler: async (request, reply): Promise<unknown> => {
      reply.status(route.status ?? 200)
      const args = { params: request.params, query: request.query, body: request.body }
      return handler(args as Gets, request, reply)
    },
  })
}
