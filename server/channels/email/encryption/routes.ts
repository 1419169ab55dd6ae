import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/letter-keys.ts'
import { actorOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { emailDesk } from '../email-desk.ts'
import { getReplyProtection } from './get-reply-protection.ts'
import { getSentProtection } from './get-sent-protection.ts'
import {
  addCorrespondentKey,
  listCorrespondentKeys,
  removeCorrespondentKey,
  updateCorrespondentKey,
} from './manage-correspondent-keys.ts'
import {
  addLetterAuthority,
  addLetterKey,
  listLetterKeys,
  removeLetterAuthority,
  removeLetterKey,
} from './manage-own-keys.ts'
import { openMessageAgain } from './open-again.ts'
import { readKeyPair, readPublicKey } from './read-given-key.ts'

/** Keys of inboxes and of those who write to them. Keys are read before a transaction begins: that takes a while. */
export function letterKeyRoutes(app: FastifyInstance, platform: Platform): void {
  const {
    database: { db },
    clock,
    secrets,
  } = platform
  serve(app, contract.listLetterKeys, async ({ params }) => listLetterKeys(db, params.id))
  serve(app, contract.addLetterKey, async ({ params, body }, request) => {
    const pair = await readKeyPair(body)
    return inTransaction(db, (tx) =>
      addLetterKey(tx, secrets, actorOf(request), params.id, pair, clock.now()),
    )
  })
  serve(app, contract.removeLetterKey, async ({ params }, request) => {
    await inTransaction(db, (tx) => removeLetterKey(tx, actorOf(request), params.id, clock.now()))
    return {}
  })
  serve(app, contract.addLetterAuthority, async ({ body }, request) => {
    const given = await readPublicKey(body.certificate)
    return inTransaction(db, (tx) => addLetterAuthority(tx, actorOf(request), given, clock.now()))
  })
  serve(app, contract.removeLetterAuthority, async ({ params }, request) => {
    await inTransaction(db, (tx) => removeLetterAuthority(tx, actorOf(request), params.id, clock.now()))
    return {}
  })
  serve(app, contract.listCorrespondentKeys, async ({ params }) => listCorrespondentKeys(db, params.id))
  serve(app, contract.addCorrespondentKey, async ({ params, body }, request) => {
    const given = await readPublicKey(body.key)
    const input = { customerId: params.id, address: body.address, given }
    return inTransaction(db, (tx) => addCorrespondentKey(tx, actorOf(request), input, clock.now()))
  })
  serve(app, contract.updateCorrespondentKey, async ({ params, body }, request) =>
    inTransaction(db, (tx) => updateCorrespondentKey(tx, actorOf(request), params.id, body, clock.now())),
  )
  serve(app, contract.removeCorrespondentKey, async ({ params }, request) => {
    await inTransaction(db, (tx) => removeCorrespondentKey(tx, actorOf(request), params.id, clock.now()))
    return {}
  })
  serve(app, contract.openLetterAgain, async ({ params }, request) =>
    openMessageAgain(emailDesk(platform), actorOf(request), params.id),
  )
  serve(app, contract.getReplyProtection, async ({ params, query }, request) =>
    getReplyProtection(db, actorOf(request), params.id, query.to, clock.now()),
  )
  serve(app, contract.getSentProtection, async ({ params }, request) =>
    getSentProtection(db, actorOf(request), params.id),
  )
}
