import { useTranslation } from 'react-i18next'
import { Button, Spinner } from '../../../ui/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import type { SavingState } from './use-article-text.ts'

/** Whether what is written is kept. */
export function SavingLine({ state, onRetry }: { state: SavingState; onRetry: () => void }) {
  const { t } = useTranslation()
  return (
    <span role="status" className="flex items-center gap-1.5 text-sm text-ink-3">
      {state.is === 'saving' && (
        <>
          <Spinner size={12} />
          {t('knowledge.saving')}
        </>
      )}
      {state.is === 'saved' && (
        <>
          <Icon name="check" size={13} />
          {t('knowledge.saved')}
        </>
      )}
      {state.is === 'untitled' && <span className="text-warn">{t('knowledge.untitledHint')}</span>}
      {state.is === 'failed' && (
        <>
          <span className="text-bad">
            {t('knowledge.notSaved')} {t(`errors.${state.failure}`)}
          </span>
          <Button look="ghost" className="!h-6" onClick={onRetry}>
            {t('action.retry')}
          </Button>
        </>
      )}
    </span>
  )
}
