import { useTranslation } from 'react-i18next'
import type { TemplateProblem } from '#contract/signatures.ts'
import { isFailure } from '../../../api/failure.ts'

export function isTemplateRefusal(error: unknown): boolean {
  return isFailure(error, 'bad_template')
}

/** What is wrong with a template, in words with its line; null for a failure that is about something else. */
export function useTemplateProblem(): (error: unknown) => string | null {
  const { t } = useTranslation()
  return (error) => {
    if (!isFailure(error, 'bad_template')) return null
    const { problem, word, line } = error.detail as Partial<TemplateProblem>
    return problem ? t(`templateProblem.${problem}`, { word, line }) : t('errors.bad_template')
  }
}
