import type { FastifyInstance } from 'fastify'
import * as files from '#contract/rule-files.ts'
import * as runs from '#contract/rule-runs.ts'
import * as contract from '#contract/rules.ts'
import { actorOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { once } from '#server/platform/http/once.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { copyRule } from './arrange/copy-rule.ts'
import { createRule } from './arrange/create-rule.ts'
import { orderRules } from './arrange/order-rules.ts'
import { publishRuleDraft, saveRuleDraft } from './arrange/rule-draft.ts'
import { createRuleGroup, deleteRuleGroup, updateRuleGroup } from './arrange/rule-groups.ts'
import { deleteRule, updateRule } from './arrange/update-rule.ts'
import { listRuleVersions, restoreRuleVersion } from './arrange/rule-versions.ts'
import { dryRun } from './dry/dry-run.ts'
import { exportRules } from './files/export-rules.ts'
import { importRules } from './files/import-rules.ts'
import { listRuleTemplates } from './files/rule-templates.ts'
import { getRule, listRules } from './list-rules.ts'
import { getRuleRun, listRuleRuns, listTicketRuleRuns } from './list-runs.ts'
import { tryPhrases } from './try-phrases.ts'

export function ruleRoutes(app: FastifyInstance, platform: Platform): void {
  const {
    database: { db },
    clock,
  } = platform
  serve(app, contract.listRules, async (_args, request) => listRules(db, actorOf(request), clock.now()))
  serve(app, contract.getRule, async ({ params }, request) =>
    getRule(db, actorOf(request), params.id, clock.now()),
  )
  serve(app, contract.createRule, async ({ body }, request) =>
    once(db, request, clock.now(), async (tx) =>
      getRule(tx, actorOf(request), await createRule(tx, actorOf(request), body, clock.now()), clock.now()),
    ),
  )
  serve(app, contract.updateRule, async ({ params, body }, request) =>
    inTransaction(db, async (tx) => {
      await updateRule(tx, actorOf(request), params.id, body, clock.now())
      return getRule(tx, actorOf(request), params.id, clock.now())
    }),
  )
  serve(app, contract.deleteRule, async ({ params }, request) => {
    await inTransaction(db, (tx) => deleteRule(tx, actorOf(request), params.id, clock.now()))
    return {}
  })
  serve(app, contract.copyRule, async ({ params, body }, request) =>
    once(db, request, clock.now(), async (tx) => {
      const copyId = await copyRule(tx, actorOf(request), params.id, body.name, clock.now())
      return getRule(tx, actorOf(request), copyId, clock.now())
    }),
  )
  serve(app, contract.saveRuleDraft, async ({ params, body }, request) =>
    inTransaction(db, async (tx) => {
      await saveRuleDraft(tx, actorOf(request), params.id, body, clock.now())
      return getRule(tx, actorOf(request), params.id, clock.now())
    }),
  )
  serve(app, contract.publishRuleDraft, async ({ params, body }, request) =>
    inTransaction(db, async (tx) => {
      await publishRuleDraft(tx, actorOf(request), params.id, body.version, clock.now())
      return getRule(tx, actorOf(request), params.id, clock.now())
    }),
  )
  serve(app, contract.listRuleVersions, async ({ params, query }) => listRuleVersions(db, params.id, query))
  serve(app, contract.restoreRuleVersion, async ({ params, body }, request) =>
    inTransaction(db, async (tx) => {
      await restoreRuleVersion(tx, actorOf(request), params.id, body, clock.now())
      return getRule(tx, actorOf(request), params.id, clock.now())
    }),
  )
  serve(app, contract.orderRules, async ({ body }, request) =>
    inTransaction(db, async (tx) => {
      await orderRules(tx, actorOf(request), body, clock.now())
      return listRules(tx, actorOf(request), clock.now())
    }),
  )
  serve(app, contract.createRuleGroup, async ({ body }, request) =>
    once(db, request, clock.now(), (tx) => createRuleGroup(tx, actorOf(request), body.name, clock.now())),
  )
  serve(app, contract.updateRuleGroup, async ({ params, body }, request) =>
    inTransaction(db, (tx) => updateRuleGroup(tx, actorOf(request), params.id, body.name, clock.now())),
  )
  serve(app, contract.deleteRuleGroup, async ({ params }, request) => {
    await inTransaction(db, (tx) => deleteRuleGroup(tx, actorOf(request), params.id, clock.now()))
    return {}
  })
  explainingRoutes(app, platform)
}

/** What rules did, would do, and how they go from desk to desk. */
function explainingRoutes(app: FastifyInstance, platform: Platform): void {
  const {
    database: { db },
    clock,
  } = platform
  serve(app, runs.listRuleRuns, async ({ params, query }, request) =>
    listRuleRuns(db, actorOf(request), params.id, query),
  )
  serve(app, runs.listTicketRuleRuns, async ({ params, query }, request) =>
    listTicketRuleRuns(db, actorOf(request), params.id, query),
  )
  serve(app, runs.getRuleRun, async ({ params }, request) => getRuleRun(db, actorOf(request), params.id))
  serve(app, runs.dryRunRule, async ({ body }, request) => dryRun(db, actorOf(request), body, clock.now()))
  serve(app, files.tryPhrases, async ({ body }) => tryPhrases(body))
  serve(app, files.listRuleTemplates, async (_args, request) => listRuleTemplates(db, actorOf(request)))
  serve(app, files.exportRules, async ({ query }) => exportRules(db, query.ids))
  serve(
    app,
    files.importRules,
    async ({ body }, request) =>
      once(db, request, clock.now(), (tx) => importRules(tx, actorOf(request), body, clock.now())),
    { bodyLimit: 8 * 2 ** 20 },
  )
}
