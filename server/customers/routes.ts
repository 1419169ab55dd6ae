import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/customers.ts'
import { actorOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { getCustomer } from './get-customer.ts'
import { listCustomers } from './list-customers.ts'
import { getOrganization, listOrganizations } from './organizations.ts'
import { updateCustomer } from './update-customer.ts'
import { updateOrganization } from './update-organization.ts'

export function customerRoutes(app: FastifyInstance, { database: { db }, clock }: Platform): void {
  serve(app, contract.getCustomer, async ({ params }) => getCustomer(db, params.id))
  serve(app, contract.listCustomers, async ({ query }) => listCustomers(db, query))
  serve(app, contract.updateCustomer, async ({ params, body }, request) =>
    inTransaction(db, (tx) => updateCustomer(tx, actorOf(request), params.id, body, clock.now())),
  )
  serve(app, contract.getOrganization, async ({ params }) => getOrganization(db, params.id))
  serve(app, contract.listOrganizations, async ({ query }) => listOrganizations(db, query))
  serve(app, contract.updateOrganization, async ({ params, body }, request) =>
    inTransaction(db, (tx) => updateOrganization(tx, actorOf(request), params.id, body, clock.now())),
  )
}
