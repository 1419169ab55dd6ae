import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/fields.ts'
import { actorOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { once } from '#server/platform/http/once.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { createField } from './create-field.ts'
import { orderFields } from './order-fields.ts'
import { listFields } from './queries.ts'
import { updateField } from './update-field.ts'

export function fieldRoutes(app: FastifyInstance, { database: { db }, clock }: Platform): void {
  serve(app, contract.listFields, async () => ({ items: await listFields(db) }))
  serve(app, contract.createField, async ({ body }, request) =>
    once(db, request, clock.now(), (tx) => createField(tx, actorOf(request), body, clock.now())),
  )
  serve(app, contract.updateField, async ({ params, body }, request) =>
    inTransaction(db, (tx) => updateField(tx, actorOf(request), params.id, body, clock.now())),
  )
  serve(app, contract.orderFields, async ({ body }, request) =>
    inTransaction(db, async (tx) => ({
      items: await orderFields(tx, actorOf(request), body.owner, body.ids, clock.now()),
    })),
  )
}
