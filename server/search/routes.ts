import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/search.ts'
import { actorOf } from '#server/identity/index.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { searchTickets } from './search-tickets.ts'

export function searchRoutes(app: FastifyInstance, { database: { db } }: Platform): void {
  serve(app, contract.searchTickets, async ({ query }, request) => searchTickets(db, actorOf(request), query))
}
