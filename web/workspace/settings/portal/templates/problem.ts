import { useTranslation } from 'react-i18next'
import type { PortalTemplateProblem } from '#contract/portal-templates.ts'
import type { RequestFailed } from '../../../../api/failure.ts'
import { useTemplateName } from './use-template-name.ts'

/** What is wrong with a template that was refused; null for any other refusal. */
export function problemOf(failed: RequestFailed | null): PortalTemplateProblem | null {
  if (failed?.failure !== 'bad_template') return null
  const { problem, template, line, word } = failed.detail as Partial<PortalTemplateProblem>
  if (problem === undefined || template === undefined) return null
  return { problem, template, line: line ?? 1, word: word ?? '' }
}

export function useProblemWords(): (problem: PortalTemplateProblem, name: string) => string {
  const { t } = useTranslation()
  const nameOf = useTemplateName()
  return ({ problem, template, line, word }, name) => {
    const said = t(`settings.portal.problem.${problem}`, { line, word })
    return template === name
      ? said
      : t('settings.portal.problemElsewhere', { template: nameOf(template), said })
  }
}
