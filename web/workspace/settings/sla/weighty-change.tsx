import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { deleteSlaPolicy, type SlaPolicy, updateSlaPolicy } from '#contract/sla.ts'
import { call } from '../../../api/call.ts'
import { Button, Spinner } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { useChange } from '../use-change.ts'
import { inputOf } from './policy-values.ts'
import { Outcome } from './preview.tsx'
import { previewQuery } from './queries.ts'

export type Weighty = 'turnOn' | 'turnOff' | 'archive'

/** Asks before a policy begins or ends to hold, and shows first whose deadlines that moves. */
export function WeightyChange({
  policy,
  change,
  onClose,
}: {
  policy: SlaPolicy
  change: Weighty
  onClose: () => void
}) {
  const { t } = useTranslation()
  const { id, name, version } = policy
  const next = change === 'archive' ? null : { ...inputOf(policy), isActive: change === 'turnOn' }
  const preview = useQuery(previewQuery(id, next, true))
  const send = useChange({
    send: async (): Promise<unknown> =>
      next === null
        ? call(deleteSlaPolicy, { params: { id } })
        : call(updateSlaPolicy, { params: { id }, body: { version, policy: next, includesOpen: true } }),
    said: () => (change === 'archive' ? t('settings.sla.archived', { name }) : t('action.saved')),
    onDone: onClose,
  })
  const action = change === 'archive' ? t('settings.archive') : t(`settings.sla.${change}`)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(`settings.sla.asked.${change}`, { name })}
      width={720}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            look={change === 'turnOn' ? 'primary' : 'danger'}
            isBusy={send.isPending}
            onClick={() => send.mutate(undefined)}
          >
            {action}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 px-4 py-4">
        {change === 'archive' && (
          <p className="text-ink-2">{t('settings.sla.archiveText', { count: policy.openTickets })}</p>
        )}
        {preview.data ? (
          <Outcome preview={preview.data} />
        ) : preview.isError ? (
          <p role="alert" className="flex flex-wrap items-center gap-2 text-bad">
            {t('settings.sla.preview.failed')}
            <Button icon="refresh" onClick={() => void preview.refetch()}>
              {t('action.retry')}
            </Button>
          </p>
        ) : (
          <p className="flex items-center gap-2 text-ink-3" role="status">
            <Spinner /> {t('settings.sla.preview.counting')}
          </p>
        )}
      </div>
    </Dialog>
  )
}
