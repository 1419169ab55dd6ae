import type { FastifyReply } from 'fastify'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { Failed } from '#server/platform/http/failure.ts'
import { words } from '#server/platform/words.ts'
import {
  mostCommentChars,
  knownLetter,
  openSurvey,
  rateTicket,
  readSurveyThanks,
  refuseSurveys,
  scoresOf,
} from '#server/surveys/index.ts'
import { formField } from '../frame/form-fields.ts'
import { renderPage, seeOther } from '../frame/render-page.ts'
import type { PortalPage, Visit } from '../frame/visit.ts'
import { causesIn, presentSurvey, scoreIn } from './present-survey.ts'

/** One that was never asked, was answered for good, or is too old: told alike. */
async function orOver(visit: Visit, work: () => Promise<FastifyReply>): Promise<FastifyReply> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Failed) || error.failure !== 'link_expired') throw error
    const title = words(visit.language).t('portal.survey.over')
    return renderPage(visit, { template: 'survey-over', title, status: 410, isUnlisted: true })
  }
}

function tokenIn(visit: Visit): string {
  const { token } = visit.request.params as { token: string }
  return token.slice(0, 200)
}

interface Chosen {
  score: number | null
  comment: string
  causes: readonly string[]
  problem: string
}

async function showSurvey(visit: Visit, chosen: Chosen | null): Promise<FastifyReply> {
  const { platform, request, language } = visit
  const { t } = words(language)
  const token = tokenIn(visit)
  const path = `/rate/${encodeURIComponent(token)}`
  const { score: linked, never } = request.query as Record<string, unknown>
  if (never !== undefined) {
    await knownLetter(platform.database.db, token)
    const title = t('portal.survey.neverTitle')
    return renderPage(visit, {
      template: 'survey-never',
      title,
      isUnlisted: true,
      data: { survey: { path } },
    })
  }
  const survey = await openSurvey(platform.database.db, { token }, platform.clock.now())
  const given = survey.given ?? { score: null, comment: '', causes: [] }
  const shown = chosen ?? { ...given, score: scoreIn(linked, scoresOf(survey.scale)) ?? given.score }
  return renderPage(visit, {
    template: 'survey',
    title: t('portal.survey.title'),
    status: chosen ? 400 : 200,
    isUnlisted: true,
    data: {
      survey: {
        ...presentSurvey(survey, shown, { language, path }),
        problem: chosen?.problem,
        isGiven: survey.given !== null,
      },
    },
  })
}

/** Rates nothing: programs that look at letters follow every link in them. The score of the link is only chosen. */
const surveyPage: PortalPage = {
  method: 'GET',
  path: '/rate/:token',
  handle: (visit) => orOver(visit, () => showSurvey(visit, null)),
}

const ratePage: PortalPage = {
  method: 'POST',
  path: '/rate/:token',
  handle: (visit) =>
    orOver(visit, async () => {
      const { platform, request, language } = visit
      const token = tokenIn(visit)
      const now = platform.clock.now()
      const survey = await openSurvey(platform.database.db, { token }, now)
      const score = scoreIn(formField(request, 'score', 10), scoresOf(survey.scale))
      const rest = { comment: formField(request, 'comment', mostCommentChars), causes: causesIn(request) }
      if (score === null) {
        const problem = words(language).t('portal.survey.chooseScore')
        return showSurvey(visit, { ...rest, score, problem })
      }
      await inTransaction(platform.database.db, (tx) => rateTicket(tx, { token }, { ...rest, score }, now))
      return seeOther(visit, '/rate/thanks')
    }),
}

const neverAgainPage: PortalPage = {
  method: 'POST',
  path: '/rate/:token/never',
  handle: (visit) =>
    orOver(visit, async () => {
      const { platform } = visit
      const now = platform.clock.now()
      await inTransaction(platform.database.db, (tx) => refuseSurveys(tx, tokenIn(visit), now))
      return seeOther(visit, '/rate/not-again')
    }),
}

/**
 * The address in the letter's List-Unsubscribe: a mail program sends a POST to it when its reader asks (RFC 8058), with no
 * cookie and from no page of ours. Opened in a browser, it is the page that asks.
 */
const unsubscribePage: PortalPage = {
  method: 'POST',
  path: '/rate/:token/unsubscribe',
  isOpenToSites: true,
  handle: (visit) =>
    orOver(visit, async () => {
      const { platform, reply } = visit
      const now = platform.clock.now()
      await inTransaction(platform.database.db, (tx) => refuseSurveys(tx, tokenIn(visit), now))
      return reply.header('cache-control', 'no-store').send()
    }),
}

const unsubscribeLink: PortalPage = {
  method: 'GET',
  path: '/rate/:token/unsubscribe',
  handle: async (visit) => seeOther(visit, `/rate/${encodeURIComponent(tokenIn(visit))}?never`),
}

const thanksPage: PortalPage = {
  method: 'GET',
  path: '/rate/thanks',
  handle: async (visit) => {
    const { platform, language } = visit
    const { t } = words(language)
    const thanks = (await readSurveyThanks(platform.database.db, language)) || t('portal.survey.thanks')
    const title = t('portal.survey.thanksTitle')
    return renderPage(visit, { template: 'survey-thanks', title, isUnlisted: true, data: { title, thanks } })
  },
}

const notAgainPage: PortalPage = {
  method: 'GET',
  path: '/rate/not-again',
  handle: (visit) => {
    const { t } = words(visit.language)
    const title = t('portal.survey.notAgainTitle')
    const data = { title, thanks: t('portal.survey.notAgain') }
    return renderPage(visit, { template: 'survey-thanks', title, isUnlisted: true, data })
  },
}

export const surveyPages: readonly PortalPage[] = [
  thanksPage,
  notAgainPage,
  surveyPage,
  ratePage,
  neverAgainPage,
  unsubscribePage,
  unsubscribeLink,
]
