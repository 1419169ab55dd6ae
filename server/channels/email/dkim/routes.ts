import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/dkim.ts'
import { actorOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { deleteDkimKey, listDkimKeys, updateDkimKey } from './change-dkim-key.ts'
import { checkDkimKey } from './check-dkim-key.ts'
import { createDkimKey } from './create-dkim-key.ts'

/** Signing keys of the desk's domains. */
export function dkimRoutes(app: FastifyInstance, { database: { db }, clock, secrets }: Platform): void {
  serve(app, contract.listDkimKeys, async () => listDkimKeys(db))
  serve(app, contract.createDkimKey, async ({ body }, request) =>
    createDkimKey(db, secrets, actorOf(request), body, clock.now()),
  )
  serve(app, contract.checkDkimKey, async ({ params }, request) =>
    checkDkimKey(db, actorOf(request), params.id, clock.now()),
  )
  serve(app, contract.updateDkimKey, async ({ params, body }, request) =>
    inTransaction(db, (tx) => updateDkimKey(tx, actorOf(request), params.id, body, clock.now())),
  )
  serve(app, contract.deleteDkimKey, async ({ params }, request) => {
    await inTransaction(db, (tx) => deleteDkimKey(tx, actorOf(request), params.id, clock.now()))
    return {}
  })
}
