import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/webhooks.ts'
import { actorOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { once } from '#server/platform/http/once.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { createWebhook } from './create-webhook.ts'
import { deleteWebhook } from './delete-webhook.ts'
import { mustMayHear, mustSeeAll } from './policy.ts'
import { getDelivery, listDeliveries } from './read-deliveries.ts'
import { readWebhook, readWebhooks } from './read-webhooks.ts'
import { resendDelivery, resendFailed } from './resend.ts'
import { rotateSecret } from './rotate-secret.ts'
import { testWebhook } from './test-webhook.ts'
import { updateWebhook } from './update-webhook.ts'

/** Answers with a secret are not kept for repetitions: hence `inTransaction` there, and `once` elsewhere. */
export function webhookRoutes(app: FastifyInstance, platform: Platform): void {
  const { database, clock, secrets } = platform
  const { db } = database
  serve(app, contract.listWebhooks, async (_args, request) => {
    mustSeeAll(actorOf(request))
    return { items: await readWebhooks(db, clock.now()) }
  })
  serve(app, contract.createWebhook, async ({ body }, request) =>
    inTransaction(db, (tx) => createWebhook(tx, platform, actorOf(request), body, clock.now())),
  )
  serve(app, contract.getWebhook, async ({ params }, request) => {
    mustSeeAll(actorOf(request))
    return readWebhook(db, params.id, clock.now())
  })
  serve(app, contract.updateWebhook, async ({ params, body }, request) =>
    inTransaction(db, (tx) => updateWebhook(tx, platform, actorOf(request), params.id, body, clock.now())),
  )
  serve(app, contract.deleteWebhook, async ({ params }, request) => {
    await inTransaction(db, (tx) => deleteWebhook(tx, actorOf(request), params.id, clock.now()))
    return {}
  })
  serve(app, contract.rotateWebhookSecret, async ({ params, body }, request) =>
    inTransaction(db, (tx) =>
      rotateSecret(tx, secrets, actorOf(request), params.id, body.overlapHours, clock.now()),
    ),
  )
  serve(app, contract.testWebhook, async ({ params }, request) =>
    once(db, request, clock.now(), (tx) => testWebhook(tx, actorOf(request), params.id, clock.now())),
  )
  serve(app, contract.listWebhookDeliveries, async ({ params, query }, request) => {
    mustSeeAll(actorOf(request))
    return listDeliveries(db, params.id, query)
  })
  serve(app, contract.getWebhookDelivery, async ({ params }, request) => {
    mustSeeAll(actorOf(request))
    const delivery = await getDelivery(db, params.id)
    mustMayHear(actorOf(request), [delivery.type])
    return delivery
  })
  serve(app, contract.resendWebhookDelivery, async ({ params }, request) =>
    once(db, request, clock.now(), (tx) => resendDelivery(tx, actorOf(request), params.id, clock.now())),
  )
  serve(app, contract.resendFailedDeliveries, async ({ params }, request) =>
    once(db, request, clock.now(), (tx) => resendFailed(tx, actorOf(request), params.id, clock.now())),
  )
}
