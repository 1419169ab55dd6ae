import type { FastifyInstance, FastifyRequest } from 'fastify'
import * as contract from '#contract/sla.ts'
import { actorOf, agentActor } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { fail } from '#server/platform/http/failure.ts'
import { lockWorkableTicket } from '#server/tickets/index.ts'
import { checkPolicy } from './check-policy.ts'
import { getClocks } from './get-clocks.ts'
import { getPolicy, listPolicies } from './present-policy.ts'
import { previewPolicy } from './preview-policy.ts'
import { getRecomputation } from './recompute.ts'
import { setPolicy } from './set-policy.ts'
import { archivePolicy, createPolicy, orderPolicies, updatePolicy } from './save-policy.ts'

export function slaRoutes(app: FastifyInstance, { database: { db }, clock }: Platform): void {
  const list = async (request: FastifyRequest) => ({
    items: await listPolicies(db, actorOf(request)),
    recomputation: await getRecomputation(db),
  })
  serve(app, contract.listSlaPolicies, async (_, request) => list(request))
  serve(app, contract.getSlaPolicy, async ({ params }, request) => getPolicy(db, actorOf(request), params.id))
  serve(app, contract.createSlaPolicy, async ({ body }, request) =>
    inTransaction(db, async (tx) => {
      const actor = actorOf(request)
      return getPolicy(tx, actor, await createPolicy(tx, actor, body, clock.now()))
    }),
  )
  serve(app, contract.updateSlaPolicy, async ({ params, body }, request) =>
    inTransaction(db, async (tx) => {
      await updatePolicy(tx, actorOf(request), params.id, body, clock.now())
      return getPolicy(tx, actorOf(request), params.id)
    }),
  )
  serve(app, contract.deleteSlaPolicy, async ({ params }, request) => {
    await inTransaction(db, (tx) => archivePolicy(tx, actorOf(request), params.id, clock.now()))
    return {}
  })
  serve(app, contract.orderSlaPolicies, async ({ body }, request) => {
    await inTransaction(db, (tx) => orderPolicies(tx, actorOf(request), body, clock.now()))
    return list(request)
  })
  serve(app, contract.previewSlaPolicy, async ({ body }, request) => {
    if (body.policy) await checkPolicy(db, body.policy, body.policyId)
    return previewPolicy(db, actorOf(request), body, clock.now())
  })
  serve(app, contract.getRecomputation, async () => getRecomputation(db))
  serve(app, contract.getClocks, async ({ params }, request) =>
    getClocks(db, actorOf(request), params.id, clock.now()),
  )
  serve(app, contract.setTicketPolicy, async ({ params, body }, request) =>
    inTransaction(db, async (tx) => {
      const actor = actorOf(request)
      const { id } = await lockWorkableTicket(tx, actor, params.id)
      const isThere = await setPolicy(tx, id, body.policyId, { actor: agentActor(actor) }, clock.now())
      if (!isThere)
        fail('unknown_reference', { fields: [{ path: 'body.policyId', message: 'no such policy' }] })
      return getClocks(tx, actor, id, clock.now())
    }),
  )
}
