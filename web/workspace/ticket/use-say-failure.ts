import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { RequestFailed } from '../../api/failure.ts'
import { textIfAny } from '../../ui/i18n.ts'
import { showToast } from '../../ui/toast.tsx'

import { useFields } from '../fields/use-fields.ts'

/** Says in words why something failed. */
export function useFailureText(): (error: unknown) => string {
  const { t, i18n } = useTranslation()
  const own = useFields()
  return useCallback(
    (error) => {
      if (!(error instanceof RequestFailed)) return t('state.errorText')
      const list = (items: string[]) => new Intl.ListFormat(i18n.language).format(items)
      const { detail, failure } = error
      if (failure === 'fields_required') {
        const names = named(detail['fields']).map(({ key }) => own.nameOfKey('ticket', String(key)))
        return t('ticket.requiredFields', { list: list(names) })
      }
      if (failure === 'checklist_unfinished' && Array.isArray(detail['checklists'])) {
        return t('ticket.unfinishedChecklists', { list: list(detail['checklists'].map(String)) })
      }
      if (failure === 'bad_field_value') {
        const problems = named(detail['problems']).map(
          ({ problem }) => textIfAny(i18n, `fieldValueProblem.${String(problem)}`) ?? t(`errors.${failure}`),
        )
        return list(problems)
      }
      return t(`errors.${failure}`)
    },
    [t, i18n, own],
  )
}

function named(facts: unknown): Record<string, unknown>[] {
  return Array.isArray(facts) ? (facts as Record<string, unknown>[]) : []
}

/** Shows a failure as a notice: what did not happen, and why. */
export function useSayFailure(): (error: unknown, what: string) => void {
  const text = useFailureText()
  return useCallback((error, what) => showToast({ tone: 'bad', text: what, detail: text(error) }), [text])
}
