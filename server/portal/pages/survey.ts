import type { FastifyReply } from 'fastify'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { Failed } from '#server/platform/http/failure.ts'
import { words } from '#server/platform/words.ts'
import {
  mostCommentChars,
  openSurvey,
  rateTicket,
  readSurveyThanks,
  refuseSurveys,
  scoresOf,
} from '#server/surveys/index.ts'
import { formField, keepable } from '../frame/form-fields.ts'
import { renderPage, seeOther } from '../frame/render-page.ts'
import type { PortalPage, Visit } from '../frame/visit.ts'

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

/** A score as a form or a link says it; null for what is none of the scale. */
function scoreIn(value: unknown, scores: readonly number[]): number | null {
  return scores.find((score) => String(score) === value) ?? null
}

interface Chosen {
  score: number | null
  comment: string
  causes: readonly string[]
  problem?: string
}

async function showSurvey(visit: Visit, chosen: Chosen | null): Promise<FastifyReply> {
  const { platform, request, language } = visit
  const { t } = words(language)
  const token = tokenIn(visit)
  const survey = await openSurvey(platform.database.db, { token }, platform.clock.now())
  const { score: linked, never } = request.query as Record<string, unknown>
  const scores = scoresOf(survey.scale)
  const given = survey.given ?? { score: null, comment: '', causes: [] }
  const shown = chosen ?? { ...given, score: scoreIn(linked, scores) ?? given.score }
  const names: Record<number, string> =
    survey.scale === 2 ? { 1: t('portal.survey.bad'), 2: t('portal.survey.good') } : {}
  return renderPage(visit, {
    template: never === undefined ? 'survey' : 'survey-never',
    title: t(never === undefined ? 'portal.survey.title' : 'portal.survey.neverTitle'),
    status: shown.problem === undefined ? 200 : 400,
    isUnlisted: true,
    data: {
      survey: {
        path: `/rate/${encodeURIComponent(token)}`,
        question: survey.texts[language].question || t('portal.survey.question'),
        scale: survey.scale,
        scores: scores.map((score) => ({
          value: score,
          name: names[score] ?? String(score),
          isThumb: survey.scale === 2,
          isChosen: score === shown.score,
        })),
        causes: survey.causes.map((cause) => ({
          key: cause.key,
          name: cause[language],
          isChosen: shown.causes.includes(cause.key),
        })),
        comment: shown.comment,
        problem: shown.problem,
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
      const rest = { comment: formField(request, 'comment', mostCommentChars), causes: causesIn(visit) }
      if (score === null) {
        const problem = words(language).t('portal.survey.chooseScore')
        return showSurvey(visit, { ...rest, score, problem })
      }
      await inTransaction(platform.database.db, (tx) => rateTicket(tx, { token }, { ...rest, score }, now))
      return seeOther(visit, '/rate/thanks')
    }),
}

function causesIn({ request }: Visit): string[] {
  const body: unknown = request.body
  const said: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'cause') : []
  return [said]
    .flat()
    .filter((one): one is string => typeof one === 'string')
    .map(keepable)
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
]
