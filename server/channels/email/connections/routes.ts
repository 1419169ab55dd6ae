import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/mail-connections.ts'
import { actorOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { checkConnection } from './check-connection.ts'
import { finishAuthorization } from './finish-authorization.ts'
import { forgetConnection } from './forget-connection.ts'
import { listConnections } from './list-connections.ts'
import { saveConnection } from './save-connection.ts'
import { startAuthorization } from './start-authorization.ts'

/** Inboxes that sign in by OAuth2: the application, the way to the provider and back, and how it stands. */
export function mailConnectionRoutes(app: FastifyInstance, platform: Platform): void {
  const {
    database: { db },
    clock,
    secrets,
    config,
  } = platform
  serve(app, contract.listMailConnections, async () => listConnections(db, config))
  serve(app, contract.saveMailConnection, async ({ params, body }, request) =>
    inTransaction(db, (tx) =>
      saveConnection(tx, secrets, actorOf(request), params.inboxId, body, clock.now()),
    ),
  )
  serve(app, contract.forgetMailConnection, async ({ params }, request) => {
    await inTransaction(db, (tx) => forgetConnection(tx, actorOf(request), params.inboxId, clock.now()))
    return {}
  })
  serve(app, contract.startMailConnection, async ({ params }, request) =>
    // Not kept for a repetition: what is answered begins a sign-in.
    inTransaction(db, (tx) =>
      startAuthorization(tx, platform, actorOf(request), params.inboxId, clock.now()),
    ),
  )
  serve(app, contract.finishMailConnection, async ({ body }, request) =>
    finishAuthorization(platform, actorOf(request), body),
  )
  serve(app, contract.checkMailConnection, async ({ params }) => checkConnection(platform, params.inboxId))
}
