import type { SurveyScale, SurveySettings } from '#contract/surveys.ts'

/** Every score of a scale, the worst first. */
export function scoresOf(scale: SurveyScale): number[] {
  const first = scale === 10 ? 0 : 1
  return Array.from({ length: scale - first + 1 }, (_, index) => first + index)
}

/** What CSAT counts as good: 4 and 5 of five, the good one of two, 7 to 10 of 0–10. Everything else is bad. */
export function isGood(scale: SurveyScale, score: number): boolean {
  return score >= { 2: 2, 5: 4, 10: 7 }[scale]
}

export function isLow({ lowScore }: Pick<SurveySettings, 'lowScore'>, score: number | null): boolean {
  return lowScore !== null && score !== null && score <= lowScore
}
