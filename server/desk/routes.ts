import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/desk.ts'
import { actorOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { getDesk } from './get-desk.ts'
import { updateDesk } from './update-desk.ts'

export function deskRoutes(app: FastifyInstance, { database: { db }, clock }: Platform): void {
  serve(app, contract.getDesk, async () => getDesk(db))
  serve(app, contract.updateDesk, async ({ body }, request) =>
    inTransaction(db, async (tx) => {
      await updateDesk(tx, actorOf(request), body, clock.now())
      return getDesk(tx)
    }),
  )
}
