import { useTranslation } from 'react-i18next'
import type { MacroTemplateProblem } from '#contract/macros.ts'
import { isFailure } from '../../../api/failure.ts'

export interface TemplateRefusal {
  readonly text: string
  readonly snippet: string
  readonly column: number
  readonly line: number
  readonly language: 'ru' | 'en' | null
}

/** What is wrong with a macro's words, and where; null for a failure that is about something else. */
export function useTemplateRefusal(): (error: unknown) => TemplateRefusal | null {
  const { t } = useTranslation()
  return (error) => {
    if (!isFailure(error, 'bad_template')) return null
    const given = error.detail as Partial<MacroTemplateProblem>
    const { problem, word = '', line = 1, column = 1, snippet = '', language = null } = given
    const text = problem ? t(`templateProblem.${problem}`, { word, line }) : t('errors.bad_template')
    return { text, line, column, snippet, language }
  }
}
