import { inTransaction } from '#server/platform/database/transaction.ts'
import { IdInPath } from '#contract/common.ts'
import { Failed, fail } from '#server/platform/http/failure.ts'
import { words } from '#server/platform/words.ts'
import {
  mostCommentChars,
  openSurvey,
  rateTicket,
  readSurveyThanks,
  scoresOf,
} from '#server/surveys/index.ts'
import { formField } from '../frame/form-fields.ts'
import { seeOther } from '../frame/render-page.ts'
import type { PortalPage, Visit } from '../frame/visit.ts'
import { causesIn, presentSurvey, scoreIn } from '../surveys/present-survey.ts'
import { signedInOnly } from '../sign-in/must-be-signed-in.ts'
import type { SignedIn } from '../sign-in/visitor-of.ts'

/** The question about a request, for its own page; null while nothing is asked, or not of this customer. */
export async function surveyOfRequest({ platform, request, language }: Visit, visitor: SignedIn, id: number) {
  const { db } = platform.database
  const { rated, unrated } = request.query as Record<string, unknown>
  try {
    const survey = await openSurvey(db, { visitor, ticketId: id }, platform.clock.now())
    const { t } = words(language)
    const chosen = survey.given ?? { score: null, comment: '', causes: [] }
    return {
      ...presentSurvey(survey, chosen, { language, path: `/requests/${id}/rate` }),
      isGiven: survey.given !== null,
      thanks:
        rated !== undefined && survey.given !== null
          ? (await readSurveyThanks(db, language)) || t('portal.survey.thanks')
          : null,
      problem: unrated === undefined ? undefined : t('portal.survey.chooseScore'),
    }
  } catch (error) {
    if (error instanceof Failed && error.failure === 'link_expired') return null
    throw error
  }
}

/** A score from the request's page. Whatever can be answered no more leads back to the page, which then asks nothing. */
export const rateRequestPage: PortalPage = {
  method: 'POST',
  path: '/requests/:id/rate',
  handle: signedInOnly(async (visit, visitor) => {
    const { platform, request } = visit
    const { db } = platform.database
    const now = platform.clock.now()
    const parsed = IdInPath.safeParse((request.params as Record<string, unknown>)['id'])
    const id = parsed.success ? parsed.data : fail('not_found')
    const by = { visitor, ticketId: id }
    try {
      const survey = await openSurvey(db, by, now)
      const score = scoreIn(formField(request, 'score', 10), scoresOf(survey.scale))
      if (score === null) return seeOther(visit, `/requests/${id}?unrated#rating`)
      const comment = formField(request, 'comment', mostCommentChars)
      const rating = { score, comment, causes: causesIn(request) }
      await inTransaction(db, (tx) => rateTicket(tx, by, rating, now))
    } catch (error) {
      if (!(error instanceof Failed) || error.failure !== 'link_expired') throw error
      return seeOther(visit, `/requests/${id}`)
    }
    return seeOther(visit, `/requests/${id}?rated#rating`)
  }),
}
