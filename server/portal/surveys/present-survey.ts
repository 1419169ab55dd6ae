import type { FastifyRequest } from 'fastify'
import type { Language } from '#contract/common.ts'
import type { SurveyScale, SurveySettings } from '#contract/surveys.ts'
import { words } from '#server/platform/words.ts'
import { scoresOf } from '#server/surveys/index.ts'
import { keepable } from '../frame/form-fields.ts'

interface Asked {
  scale: SurveyScale
  texts: SurveySettings['texts']
  causes: SurveySettings['causes']
}

interface Chosen {
  score: number | null
  comment: string
  causes: readonly string[]
}

/** The mouth of each face, from sorry to glad, within 32 by 32. */
const mouths = ['M10 23q6-7 12 0', 'M11 22q5-4 10 0', 'M11 21h10', 'M11 20q5 4 10 0', 'M10 19q6 8 12 0']

/** What a template shows of a survey; `path` is where its form is sent. */
export function presentSurvey(
  { scale, texts, causes }: Asked,
  chosen: Chosen,
  { language, path }: { language: Language; path: string },
) {
  const { t } = words(language)
  const five = [1, 2, 3, 4, 5].map((score) => t(`portal.survey.five.${score as 1 | 2 | 3 | 4 | 5}`))
  const nameOf = (score: number) => {
    if (scale === 2) return t(score === 1 ? 'portal.survey.bad' : 'portal.survey.good')
    return (scale === 5 ? five[score - 1] : undefined) ?? String(score)
  }
  return {
    path,
    question: texts[language].question || t('portal.survey.question'),
    scale,
    scores: scoresOf(scale).map((score) => ({
      value: score,
      name: nameOf(score),
      mouth: scale === 5 ? mouths[score - 1] : null,
      isThumb: scale === 2,
      isChosen: score === chosen.score,
    })),
    causes: causes.map((cause) => ({
      key: cause.key,
      name: cause[language],
      isChosen: chosen.causes.includes(cause.key),
    })),
    comment: chosen.comment,
  }
}

/** A score as a form or a link says it; null for what is none of the scale. */
export function scoreIn(value: unknown, scores: readonly number[]): number | null {
  return scores.find((score) => String(score) === value) ?? null
}

/** What was ticked. */
export function causesIn({ body }: Pick<FastifyRequest, 'body'>): string[] {
  const said: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'cause') : []
  return [said]
    .flat()
    .filter((one): one is string => typeof one === 'string')
    .map(keepable)
}
