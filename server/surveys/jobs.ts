import { fillLetters, hideInMessages } from '#server/channels/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { answer } from '#server/platform/events/answerers.ts'
import type { Tasks } from '#server/platform/jobs/worker.ts'
import type { Platform } from '#server/platform/platform.ts'
import { askCustomer, type SurveyAddress } from './ask-customer.ts'
import { fillToken, hideTokens } from './fill-token.ts'
import { mayBeSolution, planSurvey } from './plan-survey.ts'

for (const type of ['ticket.created', 'ticket.updated']) answer(type, 'survey.plan', mayBeSolution)
fillLetters(fillToken)
hideInMessages(hideTokens)

/** The background tasks of surveys. */
export function surveyTasks(
  { database: { db }, clock, secrets }: Platform,
  { addressOf }: { addressOf: SurveyAddress },
): Tasks {
  return {
    'survey.plan': (payload) => inTransaction(db, (tx) => planSurvey(tx, payload, clock.now())),
    'survey.ask': (payload) =>
      inTransaction(db, (tx) => askCustomer(tx, { secrets, addressOf }, payload, clock.now())),
  }
}
