import type { TFunction } from 'i18next'
import type { SavedSurveySettings, SurveyCause, SurveyScale } from '#contract/surveys.ts'
import type { Problems } from '../../forms/use-form.ts'

export const delayUnits = ['minutes', 'hours', 'days'] as const
export type DelayUnit = (typeof delayUnits)[number]
const minutesOf: Record<DelayUnit, number> = { minutes: 1, hours: 60, days: 1440 }

/** The settings as their form has them: numbers as they are typed. */
export type SurveyValues = Omit<
  SavedSurveySettings,
  'version' | 'delayMinutes' | 'openDays' | 'everyDays' | 'changeHours'
> & { delay: string; delayUnit: DelayUnit; openDays: string; everyDays: string; changeHours: string }

export function savedValues({
  version: _version,
  delayMinutes,
  ...saved
}: SavedSurveySettings): SurveyValues {
  const delayUnit =
    delayUnits.toReversed().find((unit) => delayMinutes > 0 && delayMinutes % minutesOf[unit] === 0) ??
    'minutes'
  return {
    ...saved,
    delay: String(delayMinutes / minutesOf[delayUnit]),
    delayUnit,
    openDays: String(saved.openDays),
    everyDays: String(saved.everyDays),
    changeHours: String(saved.changeHours),
  }
}

export function sentValues(values: SurveyValues): Omit<SavedSurveySettings, 'version'> {
  const { delay, delayUnit, openDays, everyDays, changeHours, ...rest } = values
  return {
    ...rest,
    delayMinutes: Number(delay) * minutesOf[delayUnit],
    openDays: Number(openDays),
    everyDays: Number(everyDays),
    changeHours: Number(changeHours),
  }
}

const isWhole = (text: string, least: number, most: number) =>
  /^\d{1,6}$/.test(text.trim()) && Number(text) >= least && Number(text) <= most

export function problems(values: SurveyValues, t: TFunction): Problems<SurveyValues> {
  const wrong: Problems<SurveyValues> = {}
  const between = (least: number, most: number) => t('settings.satisfaction.between', { least, most })
  const mostDelay = 43_200 / minutesOf[values.delayUnit]
  if (!isWhole(values.delay, 0, mostDelay)) wrong.delay = between(0, mostDelay)
  if (!isWhole(values.openDays, 1, 90)) wrong.openDays = between(1, 90)
  if (!isWhole(values.everyDays, 0, 365)) wrong.everyDays = between(0, 365)
  if (!isWhole(values.changeHours, 0, 720)) wrong.changeHours = between(0, 720)
  if (values.causes.some((cause) => !cause.ru.trim() || !cause.en.trim()))
    wrong.causes = t('settings.satisfaction.causeMissing')
  return wrong
}

/** What is low and what is good is another question on another scale: the usual answer of the new one. */
export function usualLow(scale: SurveyScale): number {
  return { 2: 1, 5: 2, 10: 4 }[scale]
}

export function scoresOf(scale: SurveyScale): number[] {
  const first = scale === 10 ? 0 : 1
  return Array.from({ length: scale - first + 1 }, (_, index) => first + index)
}

/** A key that no other cause has; it is kept when the words change, so that old answers keep their cause. */
export function newCause(causes: readonly SurveyCause[]): SurveyCause {
  let number = causes.length + 1
  while (causes.some((cause) => cause.key === `cause_${number}`)) number++
  return { key: `cause_${number}`, ru: '', en: '' }
}
