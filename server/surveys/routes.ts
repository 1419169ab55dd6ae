import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/surveys.ts'
import { actorOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { listTicketSurveys } from './list-surveys.ts'
import { readSurveySettings, updateSurveySettings } from './settings.ts'

export function surveyRoutes(app: FastifyInstance, { database: { db }, clock }: Platform): void {
  serve(app, contract.getSurveySettings, () => readSurveySettings(db))
  serve(app, contract.updateSurveySettings, ({ body }, request) =>
    inTransaction(db, (tx) => updateSurveySettings(tx, actorOf(request), body, clock.now())),
  )
  serve(app, contract.listTicketSurveys, async ({ params }, request) => ({
    items: await listTicketSurveys(db, actorOf(request), params.id),
  }))
}
