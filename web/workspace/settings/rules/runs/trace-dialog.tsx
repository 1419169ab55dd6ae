import { useTranslation } from 'react-i18next'
import { Dialog } from '../../../../ui/dialog.tsx'
import { RunTrace } from './run-trace.tsx'

/** Why a rule did what the ticket's history tells of it. */
export function TraceDialog({ runId, name, onClose }: { runId: number; name: string; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog isOpen onClose={onClose} title={t('event.cause.rule', { name })} place="right" width={520}>
      <div className="p-4">
        <RunTrace id={runId} />
      </div>
    </Dialog>
  )
}
