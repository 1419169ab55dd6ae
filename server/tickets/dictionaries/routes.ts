import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/desk.ts'
import { actorOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { once } from '#server/platform/http/once.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { archiveCategory, createCategory, updateCategory } from './categories.ts'
import { archiveStatus, createStatus, updateStatus } from './statuses.ts'

export function dictionaryRoutes(app: FastifyInstance, { database: { db }, clock }: Platform): void {
  serve(app, contract.createStatus, async ({ body }, request) =>
    once(db, request, clock.now(), (tx) => createStatus(tx, actorOf(request), body, clock.now())),
  )
  serve(app, contract.updateStatus, async ({ params, body }, request) =>
    inTransaction(db, (tx) => updateStatus(tx, actorOf(request), params.id, body, clock.now())),
  )
  serve(app, contract.archiveStatus, async ({ params }, request) => {
    await inTransaction(db, (tx) => archiveStatus(tx, actorOf(request), params.id, clock.now()))
    return {}
  })
  serve(app, contract.createCategory, async ({ body }, request) =>
    once(db, request, clock.now(), (tx) => createCategory(tx, actorOf(request), body, clock.now())),
  )
  serve(app, contract.updateCategory, async ({ params, body }, request) =>
    inTransaction(db, (tx) => updateCategory(tx, actorOf(request), params.id, body, clock.now())),
  )
  serve(app, contract.archiveCategory, async ({ params }, request) => {
    await inTransaction(db, (tx) => archiveCategory(tx, actorOf(request), params.id, clock.now()))
    return {}
  })
}
