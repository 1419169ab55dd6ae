import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Trial } from './trial.tsx'

/** Tries all rules as they are on a letter. */
export function TrialDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('settings.mailRules.try')}
      description={t('settings.mailRules.trial.sub')}
      width={640}
      footer={<Button onClick={onClose}>{t('action.close')}</Button>}
    >
      <div className="p-4">
        <Trial />
      </div>
    </Dialog>
  )
}
