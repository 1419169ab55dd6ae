import { timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Platform } from '#server/platform/platform.ts'
import { createMetrics } from '#server/platform/metrics.ts'
import { fail } from './failure.ts'

/** What watches over the process: alive, able to work, and how it is doing. */
export function healthRoutes(app: FastifyInstance, { database, config }: Platform): void {
  const hide = { schema: { hide: true } }
  app.get('/health/live', hide, async () => ({ status: 'ok' }))
  app.get('/health/ready', hide, async (_request, reply) => {
    const isReady = await sql`select 1`.execute(database.db).then(
      () => true,
      () => false,
    )
    return reply.status(isReady ? 200 : 503).send({ status: isReady ? 'ok' : 'unavailable' })
  })

  const metrics = createMetrics(database)
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown'
    metrics.requests.observe(
      { method: request.method, route, status: reply.statusCode },
      reply.elapsedTime / 1000,
    )
  })
  app.get('/metrics', hide, async (request, reply) => {
    if (!mayRead(request, config.metricsToken)) fail('not_allowed')
    return reply.header('content-type', metrics.registry.contentType).send(await metrics.registry.metrics())
  })
}

/** With a token, whoever has it; without one, this machine only. */
function mayRead(request: FastifyRequest, token: string | undefined): boolean {
  if (token === undefined) return ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.ip)
  const given = Buffer.from(request.headers.authorization ?? '')
  const expected = Buffer.from(`Bearer ${token}`)
  return given.length === expected.length && timingSafeEqual(given, expected)
}
