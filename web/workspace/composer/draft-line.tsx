import { useTranslation } from 'react-i18next'
import type { DraftState } from './use-draft.ts'

/** Whether what was written is safe; silent while there is nothing to say. */
export function DraftLine({ state, isUploading }: { state: DraftState; isUploading: boolean }) {
  const { t } = useTranslation()
  const text = isUploading
    ? t('composer.waitForUploads')
    : state === 'saving'
      ? t('composer.draftSaving')
      : state === 'saved'
        ? t('composer.draftSaved')
        : state === 'failed'
          ? t('composer.draftFailed')
          : ''
  return (
    <span className={`truncate text-sm max-sm:hidden ${state === 'failed' ? 'text-warn' : 'text-ink-3'}`}>
      {text}
    </span>
  )
}
