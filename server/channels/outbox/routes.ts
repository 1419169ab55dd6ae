import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/outbox.ts'
import { emailDesk } from '#server/channels/email/email-desk.ts'
import { actorOf } from '#server/identity/index.ts'
import { once } from '#server/platform/http/once.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { cancelLetter } from './cancel-letter.ts'
import { confirmLetter } from './confirm-letter.ts'
import { findOutboxLetter } from './find-outbox-letter.ts'
import { getOutboxLetter, outboundLetter } from './get-outbox-letter.ts'
import { listOutbox } from './list-outbox.ts'
import { outboxSource } from './outbox-source.ts'
import { resendLetter } from './resend-letter.ts'
import { retryLetter } from './retry-letter.ts'

/** Everything that leaves, and what a person may do about it. */
export function outboxRoutes(app: FastifyInstance, platform: Platform): void {
  const {
    database: { db },
    clock,
  } = platform
  const shown = async (tx: Tx, kind: contract.OutboxKind, id: number) => {
    await notify(tx, { topic: 'mail' })
    return findOutboxLetter(tx, kind, id)
  }
  serve(app, contract.listOutbox, async ({ query }, request) => listOutbox(db, actorOf(request), query))
  serve(app, contract.getOutboxLetter, async ({ params: { kind, id } }, request) =>
    getOutboxLetter(platform, actorOf(request), kind, id),
  )
  serve(app, contract.getOutboxSource, async ({ params }, request) =>
    outboxSource(platform, await outboundLetter(db, actorOf(request), params.id)),
  )
  serve(app, contract.retryOutboxLetter, async ({ params: { kind, id } }, request) =>
    once(db, request, clock.now(), async (tx) => {
      const { tokenKey } = emailDesk(platform)
      const letter = await retryLetter(tx, tokenKey, actorOf(request), { kind, id }, clock.now())
      return shown(tx, letter.kind, letter.id)
    }),
  )
  serve(app, contract.resendOutboxLetter, async ({ params, body }, request) =>
    once(db, request, clock.now(), async (tx) => {
      const { tokenKey } = emailDesk(platform)
      const wish = { id: params.id, to: body.to }
      return shown(tx, 'letter', await resendLetter(tx, tokenKey, actorOf(request), wish, clock.now()))
    }),
  )
  serve(app, contract.confirmOutboxLetter, async ({ params }, request) =>
    once(db, request, clock.now(), async (tx) => {
      await confirmLetter(tx, actorOf(request), params.id, clock.now())
      return shown(tx, 'letter', params.id)
    }),
  )
  serve(app, contract.cancelOutboxLetter, async ({ params: { kind, id } }, request) =>
    once(db, request, clock.now(), async (tx) => {
      await cancelLetter(tx, actorOf(request), kind, id, clock.now())
      return shown(tx, kind, id)
    }),
  )
}
