import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/desk.ts'
import * as system from '#contract/system.ts'
import { actorOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { fail } from '#server/platform/http/failure.ts'
import { serve } from '#server/platform/http/serve.ts'
import { listFailedJobs, retryJob } from '#server/platform/jobs/failed-jobs.ts'
import type { Platform } from '#server/platform/platform.ts'
import { getDesk } from './get-desk.ts'
import { getSystem } from './get-system.ts'
import { updateDesk } from './update-desk.ts'

export function deskRoutes(app: FastifyInstance, platform: Platform): void {
  const {
    database: { db },
    clock,
    config,
  } = platform
  serve(app, contract.getDesk, async () => getDesk(db, config))
  serve(app, contract.updateDesk, async ({ body }, request) =>
    inTransaction(db, async (tx) => {
      await updateDesk(tx, actorOf(request), body, clock.now())
      return getDesk(tx, config)
    }),
  )
  serve(app, system.getSystem, async () => getSystem(platform))
  serve(app, system.listJobs, async () => ({ items: await listFailedJobs(db) }))
  serve(app, system.retryJob, async ({ params }) => {
    if (!(await retryJob(db, params.id))) fail('not_found')
    return {}
  })
}
