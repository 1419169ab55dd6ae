import type { Tx } from '#server/platform/database/open-database.ts'
import { lockSurvey } from './open-survey.ts'

/** Whoever has the letter asks not to be asked again; `link_expired` as in openSurvey. */
export async function refuseSurveys(tx: Tx, token: string, now: Date): Promise<void> {
  const { row } = await lockSurvey(tx, { token }, now)
  await tx
    .insertInto('survey_refusal')
    .values({ customer_id: row.customer_id, at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
