import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/checklists.ts'
import { actorOf, agentActor } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { fail } from '#server/platform/http/failure.ts'
import { once } from '#server/platform/http/once.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { lockWorkableTicket, mustSee } from '#server/tickets/index.ts'
import { createChecklist } from './create-checklist.ts'
import { orderChecklists } from './order-checklists.ts'
import { listChecklists, ticketChecklists } from './queries.ts'
import { removeTicketChecklist } from './remove-checklist.ts'
import { isStartable, startChecklist } from './start-checklist.ts'
import { tickItem } from './tick-item.ts'
import { updateChecklist } from './update-checklist.ts'

export function checklistRoutes(app: FastifyInstance, { database: { db }, clock }: Platform): void {
  serve(app, contract.listChecklists, async () => ({ items: await listChecklists(db) }))
  serve(app, contract.createChecklist, async ({ body }, request) =>
    once(db, request, clock.now(), (tx) => createChecklist(tx, actorOf(request), body, clock.now())),
  )
  serve(app, contract.updateChecklist, async ({ params, body }, request) =>
    inTransaction(db, (tx) => updateChecklist(tx, actorOf(request), params.id, body, clock.now())),
  )
  serve(app, contract.orderChecklists, async ({ body }, request) =>
    inTransaction(db, async (tx) => ({
      items: await orderChecklists(tx, actorOf(request), body.ids, clock.now()),
    })),
  )
  serve(app, contract.listTicketChecklists, async ({ params }, request) => {
    await mustSee(db, actorOf(request), params.id)
    return { items: await ticketChecklists(db, params.id) }
  })
  serve(app, contract.startChecklist, async ({ params, body }, request) =>
    once(db, request, clock.now(), async (tx) => {
      const actor = actorOf(request)
      await lockWorkableTicket(tx, actor, params.id)
      if (!(await isStartable(tx, body.checklistId))) fail('unknown_reference')
      const by = { actor: agentActor(actor) }
      const outcome = await startChecklist(tx, params.id, body.checklistId, by, clock.now())
      if (outcome !== 'started') fail(outcome)
      return { items: await ticketChecklists(tx, params.id) }
    }),
  )
  serve(app, contract.tickChecklistItem, async ({ params, body }, request) =>
    inTransaction(db, (tx) => tickItem(tx, actorOf(request), params.id, body.isDone, clock.now())),
  )
  serve(app, contract.removeTicketChecklist, async ({ params }, request) => {
    await inTransaction(db, (tx) => removeTicketChecklist(tx, actorOf(request), params.id, clock.now()))
    return {}
  })
}
