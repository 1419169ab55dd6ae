import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { RequestFailed } from '../../api/failure.ts'
import { showToast } from '../../ui/toast.tsx'

/** Says in words why something failed. */
export function useFailureText(): (error: unknown) => string {
  const { t } = useTranslation()
  return useCallback(
    (error) => (error instanceof RequestFailed ? t(`errors.${error.failure}`) : t('state.errorText')),
    [t],
  )
}

/** Shows a failure as a notice: what did not happen, and why. */
export function useSayFailure(): (error: unknown, what: string) => void {
  const text = useFailureText()
  return useCallback((error, what) => showToast({ tone: 'bad', text: what, detail: text(error) }), [text])
}
