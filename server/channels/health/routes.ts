import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/channel-health.ts'
import { actorOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { once } from '#server/platform/http/once.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { countProblems } from './count-problems.ts'
import { getChannelHealth } from './get-channel-health.ts'
import { presentSelfTest } from './present-self-test.ts'
import { startSelfTest } from './start-self-test.ts'
import { updateWatch } from './watch-settings.ts'

/** How the mail is, for those who look after it. */
export function channelHealthRoutes(app: FastifyInstance, platform: Platform): void {
  const {
    database: { db },
    clock,
  } = platform
  serve(app, contract.getChannelHealth, async () => getChannelHealth(db, clock.now()))
  serve(app, contract.countChannelProblems, async () => countProblems(db))
  serve(app, contract.updateChannelWatch, async ({ body }, request) =>
    inTransaction(db, (tx) => updateWatch(tx, actorOf(request), body, clock.now())),
  )
  serve(app, contract.startSelfTest, async ({ params }, request) =>
    once(db, request, clock.now(), async (tx) =>
      presentSelfTest(await startSelfTest(tx, params.id, actorOf(request).agentId, clock.now())),
    ),
  )
}
