import type { Tx } from '#server/platform/database/open-database.ts'
import {
  enterPastSurvey,
  rateTicket,
  readSurveySettings,
  updateSurveySettings,
} from '#server/surveys/index.ts'
import type { DemoDesk } from './demo-desk.ts'
import { demoCauses, demoScores } from './texts/surveys.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** How long after the solution they were asked. */
const askedAfterMs = hourMs
/** Out of every ten who are asked, so many answer. */
const answersOfTen = 6

/** Customers of solved tickets were asked how it was, and some of them answered. */
export async function fillSurveys(tx: Tx, desk: DemoDesk, now: Date): Promise<void> {
  const before = await readSurveySettings(tx)
  // Whoever plays with the desk sees the letter soon, and after each solution.
  const wishes = { isOn: true, delayMinutes: 1, everyDays: 0, causes: [...demoCauses] }
  await updateSurveySettings(tx, desk.actors.olga, { ...before, ...wishes }, now)
  const solved = await tx
    .selectFrom('ticket')
    .select(['id', 'customer_id', 'solved_at'])
    .where('solved_at', 'is not', null)
    .where('is_open', '=', false)
    .where('merged_into_id', 'is', null)
    .orderBy('solved_at')
    .execute()
  let answered = 0
  for (const [index, ticket] of solved.entries()) {
    const { id, customer_id: customerId, solved_at: solvedAt } = ticket
    if (!solvedAt) continue
    const askedAt = new Date(solvedAt.getTime() + askedAfterMs)
    if (askedAt > now) continue
    const token = await enterPastSurvey(tx, { id, customerId, solvedAt }, askedAt)
    // Some answer at once, others in the evening.
    const ratedAt = new Date(askedAt.getTime() + (4 + ((index * 37) % 290)) * minuteMs)
    if ((index * 7) % 10 >= answersOfTen || ratedAt > now) continue
    const said = demoScores[answered++ % demoScores.length]
    if (!said) continue
    const rating = { score: said.score, comment: said[desk.language], causes: said.causes }
    await rateTicket(tx, { token }, rating, ratedAt)
  }
}
