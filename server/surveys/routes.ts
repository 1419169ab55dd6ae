import type { FastifyInstance } from 'fastify'
import { getSurveyReport } from '#contract/survey-report.ts'
import * as contract from '#contract/surveys.ts'
import { actorOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { rateInChat, readChatSurvey } from './chat-survey.ts'
import { listTicketSurveys } from './list-surveys.ts'
import { readReport } from './report/get-report.ts'
import { readSurveySettings, updateSurveySettings } from './settings.ts'

const open = { config: { isOpenToSites: true } }

export function surveyRoutes(app: FastifyInstance, { database: { db }, clock }: Platform): void {
  serve(app, contract.getSurveySettings, () => readSurveySettings(db))
  serve(app, contract.updateSurveySettings, ({ body }, request) =>
    inTransaction(db, (tx) => updateSurveySettings(tx, actorOf(request), body, clock.now())),
  )
  serve(app, contract.listTicketSurveys, async ({ params }, request) => ({
    items: await listTicketSurveys(db, actorOf(request), params.id),
  }))
  serve(app, getSurveyReport, ({ query }, request) => readReport(db, actorOf(request), query))
  serve(
    app,
    contract.getChatSurvey,
    async (_input, request) => ({ survey: await readChatSurvey(db, request, clock.now()) }),
    open,
  )
  serve(
    app,
    contract.rateInChat,
    async ({ body }, request) => {
      await inTransaction(db, (tx) => rateInChat(tx, request, body, clock.now()))
      return {}
    },
    open,
  )
}
