import type { FastifyInstance } from 'fastify'
import { renderApiPage } from './render-api-page.ts'

/** The API documents itself: for programs at /api/v1/openapi.json, for people at /api. */
export function apiPage(app: FastifyInstance): void {
  app.get('/api/v1/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  app.get('/api', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(renderApiPage(app.swagger())),
  )
}
