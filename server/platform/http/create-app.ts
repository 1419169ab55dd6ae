import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import websocket from '@fastify/websocket'
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from '@fastify/type-provider-zod'
import { fastify, type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import type { Config } from '#server/platform/config.ts'
import type { Log } from '#server/platform/log.ts'
import type { Authenticate } from './caller.ts'
import { Failed } from './failure.ts'
import { checkOrigin } from './check-origin.ts'
import { openRoutesToSites } from './open-to-sites.ts'
import { renderFailure } from './render-failure.ts'
import { withoutUnusedSchemas } from './unused-schemas.ts'

declare module 'fastify' {
  interface FastifyInstance {
    authenticate: Authenticate
  }
}

interface AppOptions {
  config: Pick<Config, 'publicUrl' | 'trustProxy'>
  log: Log
  authenticate: Authenticate
  /** What the desk sends by itself, as the `webhooks` of the OpenAPI document. */
  webhooks?: Record<string, object>
  /** What an address means at a host, where not everything is found under its own name. */
  addressOf?: (host: string, url: string) => string
}

/** Requests a minute. Strangers get few; whoever is signed in gets enough never to notice. */
const strangersPerMinute = 300
const callersPerMinute = 120_000

/** What requests get to end in when the server is stopped. */
const answerMs = 5000

/** The HTTP server without a route: errors, safety headers, origin check, limits, documentation. */
export async function createApp({
  config,
  log,
  authenticate,
  webhooks,
  addressOf,
}: AppOptions): Promise<FastifyInstance> {
  const logger: FastifyBaseLogger = log
  const app = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trustedHops(config.trustProxy),
    bodyLimit: 2 * 1024 * 1024,
    requestIdHeader: false,
    genReqId: () => randomUUID(),
    ...(addressOf && {
      rewriteUrl: ({ headers, url = '/' }: IncomingMessage) => addressOf(headers.host ?? '', url),
    }),
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
  })
  // Whoever has asked gets an answer: one cut off would send again what was done. Not whoever takes for ever to hear it.
  let isStopping = false
  app.addHook('preClose', async () => {
    isStopping = true
    setTimeout(() => app.server.closeAllConnections(), answerMs).unref()
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.decorate('authenticate', authenticate)
  app.decorateRequest('caller', null)
  app.setErrorHandler(renderFailure)
  app.setNotFoundHandler((request, reply) => renderFailure(new Failed('not_found'), request, reply))

  app.addHook('onRequest', checkOrigin(config.publicUrl))
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id)
    if (isStopping) reply.header('connection', 'close')
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
  })
  app.addHook('onResponse', async (request, reply) => {
    // A refused WebSocket: Node has let go of the connection when it asked to be one, so nobody else closes it.
    if (request.headers.upgrade !== undefined && reply.statusCode >= 400) request.raw.socket.destroySoon()
    const line = {
      requestId: request.id,
      method: request.method,
      url: pathOf(request.url),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    }
    if (reply.statusCode >= 500) log.warn(line, 'answered')
    else log.debug(line, 'answered')
  })

  await openRoutesToSites(app)
  await app.register(cookie)
  await app.register(helmet, {
    contentSecurityPolicy: { directives: policy(config.publicUrl) },
    strictTransportSecurity: config.publicUrl.startsWith('https:'),
  })
  await app.register(rateLimit, {
    hook: 'preHandler',
    timeWindow: 60_000,
    max: (request) => (request.caller ? callersPerMinute : strangersPerMinute),
    keyGenerator: (request) => request.caller?.owner ?? request.ip,
    allowList: (request) => !request.url.startsWith('/api/'),
    errorResponseBuilder: (_request, context) =>
      new Failed('too_many_requests', { detail: { retryAfterSeconds: Math.ceil(context.ttl / 1000) } }),
  })
  await app.register(websocket, { options: { maxPayload: 4096 } })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Otklik',
        version: '1',
        description:
          'The one API of the desk, used by its own interface too. Sign in with POST /sessions, or send an API key as `Authorization: Bearer KEY`.',
      },
      servers: [{ url: '/api/v1' }],
      components: {
        securitySchemes: {
          cookie: { type: 'apiKey', in: 'cookie', name: 'otklik_session' },
          key: { type: 'http', scheme: 'bearer' },
        },
      },
      security: [{ cookie: [] }, { key: [] }],
      ...(webhooks && { webhooks }),
    },
    stripBasePath: true,
    transform: jsonSchemaTransform,
    transformObject: (document) => withoutUnusedSchemas(jsonSchemaTransformObject(document)),
  })
  return app
}

/** A number of proxies becomes the question Fastify asks of each hop. */
function trustedHops(
  setting: Config['trustProxy'],
): boolean | string[] | ((address: string, hop: number) => boolean) {
  return typeof setting === 'number' ? (_address, hop) => hop < setting : setting
}

/** Query strings can hold what people searched for; logs keep the path only. */
function pathOf(url: string): string {
  const path = url.split('?', 1)[0] ?? url
  // The token of an invitation or a password link signs somebody in.
  return path.replace(/(\/invitations\/).+/, '$1[cut]')
}

/** What our own pages may load: themselves, and nothing from anywhere else. */
function policy(publicUrl: string) {
  return {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:', 'blob:', 'https:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    frameSrc: ["'self'"],
    manifestSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
    objectSrc: ["'none'"],
    upgradeInsecureRequests: publicUrl.startsWith('https:') ? [] : null,
  }
}
