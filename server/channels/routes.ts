import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/inboxes.ts'
import { checkRecipients as checkRecipientsRoute } from '#contract/sending.ts'
import { resendReply as resendReplyRoute } from '#contract/tickets.ts'
import { previewSignature as previewSignatureRoute } from '#contract/signatures.ts'
import { actorOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { once } from '#server/platform/http/once.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { getReply } from '#server/tickets/index.ts'
import { emailDesk } from './email/email-desk.ts'
import { chatRoutes } from './chat/routes.ts'
import { dkimRoutes } from './email/dkim/routes.ts'
import { mailConnectionRoutes } from './email/connections/routes.ts'
import { previewSignature } from './email/signature/preview-signature.ts'
import { letterKeyRoutes } from './email/encryption/routes.ts'
import { channelHealthRoutes } from './health/routes.ts'
import { archiveInbox } from './inboxes/archive-inbox.ts'
import { checkInbox } from './inboxes/check-inbox.ts'
import { createInbox } from './inboxes/create-inbox.ts'
import { listInboxes } from './inboxes/list-inboxes.ts'
import { updateInbox } from './inboxes/update-inbox.ts'
import { mailPolicyRoutes } from './email/policy/routes.ts'
import { letterRoutes } from './ledger/routes.ts'
import { outboxRoutes } from './outbox/routes.ts'
import { webFormRoutes } from './webform/routes.ts'
import { checkRecipients } from './recipients/check-recipients.ts'
import { resendReply } from './resend-reply.ts'

/** Inboxes, the ledger of received letters, and sending again. */
export function channelRoutes(app: FastifyInstance, platform: Platform): void {
  const {
    database: { db },
    clock,
    secrets,
  } = platform
  chatRoutes(app, platform)
  webFormRoutes(app, platform)
  mailPolicyRoutes(app, platform)
  letterKeyRoutes(app, platform)
  serve(app, contract.listInboxes, async () => listInboxes(db, secrets))
  serve(app, contract.createInbox, async ({ body }, request) =>
    once(db, request, clock.now(), (tx) => createInbox(tx, secrets, actorOf(request), body, clock.now())),
  )
  serve(app, contract.updateInbox, async ({ params, body }, request) =>
    inTransaction(db, (tx) => updateInbox(tx, secrets, actorOf(request), params.id, body, clock.now())),
  )
  serve(app, contract.archiveInbox, async ({ params }, request) => {
    await inTransaction(db, (tx) => archiveInbox(tx, actorOf(request), params.id, clock.now()))
    return {}
  })
  mailConnectionRoutes(app, platform)
  dkimRoutes(app, platform)
  serve(app, previewSignatureRoute, async ({ body }, request) => previewSignature(db, actorOf(request), body))
  serve(app, contract.checkInbox, async ({ body }) => checkInbox(platform, body))
  letterRoutes(app, platform)
  outboxRoutes(app, platform)
  channelHealthRoutes(app, platform)
  serve(app, checkRecipientsRoute, async ({ params, body }, request) =>
    checkRecipients(platform, actorOf(request), params.id, body.chosen),
  )
  serve(app, resendReplyRoute, async ({ params }, request) =>
    once(db, request, clock.now(), async (tx) => {
      await resendReply(tx, emailDesk(platform).tokenKey, actorOf(request), params.id, clock.now())
      return getReply(tx, params.id)
    }),
  )
}
