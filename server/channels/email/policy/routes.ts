import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/mail-policy.ts'
import { actorOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { once } from '#server/platform/http/once.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { emailDesk } from '../email-desk.ts'
import { blockByHand, listBlockedAddresses, lookUpBlocked, unblockById } from './blocked-list.ts'
import { updateMailLimits } from './limits.ts'
import { readMailLimits } from './mail-policy.ts'
import { previewAcknowledgement } from './preview-acknowledgement.ts'
import { createMailRule, deleteMailRule, listMailRules, orderMailRules, updateMailRule } from './rules.ts'
import { tryRules } from './try-rules.ts'

/** Rules before a ticket, limits, and addresses that are not written to. */
export function mailPolicyRoutes(app: FastifyInstance, platform: Platform): void {
  const { database, clock } = platform
  const { db } = database
  serve(app, contract.listMailRules, async () => listMailRules(db))
  serve(app, contract.createMailRule, async ({ body }, request) =>
    once(db, request, clock.now(), (tx) => createMailRule(tx, actorOf(request), body, clock.now())),
  )
  serve(app, contract.updateMailRule, async ({ params, body }, request) =>
    inTransaction(db, (tx) => updateMailRule(tx, actorOf(request), params.id, body, clock.now())),
  )
  serve(app, contract.deleteMailRule, async ({ params }, request) => {
    await inTransaction(db, (tx) => deleteMailRule(tx, actorOf(request), params.id, clock.now()))
    return {}
  })
  serve(app, contract.orderMailRules, async ({ body }, request) =>
    inTransaction(db, (tx) => orderMailRules(tx, actorOf(request), body, clock.now())),
  )
  serve(
    app,
    contract.tryMailRules,
    async ({ body }, request) => tryRules(emailDesk(platform), actorOf(request), body),
    {
      bodyLimit: 9 * 2 ** 20,
    },
  )
  serve(app, contract.previewAcknowledgement, async ({ body }) => previewAcknowledgement(db, body))
  serve(app, contract.getMailLimits, async () => readMailLimits(db))
  serve(app, contract.updateMailLimits, async ({ body }, request) =>
    inTransaction(db, (tx) => updateMailLimits(tx, actorOf(request), body, clock.now())),
  )
  serve(app, contract.listBlockedAddresses, async ({ query }, request) =>
    listBlockedAddresses(db, actorOf(request), query, clock.now()),
  )
  serve(app, contract.lookUpBlocked, async ({ body }, request) =>
    lookUpBlocked(db, actorOf(request), body.addresses, clock.now()),
  )
  serve(app, contract.blockAddress, async ({ body }, request) =>
    once(db, request, clock.now(), (tx) => blockByHand(tx, actorOf(request), body, clock.now())),
  )
  serve(app, contract.unblockAddress, async ({ params }, request) => {
    await inTransaction(db, (tx) => unblockById(tx, actorOf(request), params.id, clock.now()))
    return {}
  })
}
