import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  cancelOutboxLetter,
  confirmOutboxLetter,
  type OutboxAction,
  type OutboxLetter,
  retryOutboxLetter,
} from '#contract/outbox.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { Confirm } from '../frame/confirm.tsx'
import { useMailChange } from '../letters/use-mail-change.ts'
import { putInLists, takeFromAttention } from './put-in-lists.ts'
import { ResendDialog } from './resend-dialog.tsx'

/** What can be done about a letter as it stands; what may reach somebody twice asks first. */
export function OutboxActions({ letter, onOpen }: { letter: OutboxLetter; onOpen: (name: string) => void }) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState<OutboxAction | null>(null)
  const { kind, id } = letter
  const may = (action: OutboxAction) => letter.actions.includes(action)
  const close = () => setAsked(null)
  const settled = (changed: OutboxLetter) => {
    close()
    putInLists(changed)
    // What came back goes again as a letter of its own.
    if (changed.kind !== kind || changed.id !== id) takeFromAttention(letter)
  }
  const retry = useMailChange({
    send: () => call(retryOutboxLetter, { params: { kind, id } }),
    said: t('settings.outbox.retried'),
    onDone: settled,
  })
  const confirm = useMailChange({
    send: () => call(confirmOutboxLetter, { params: { id } }),
    said: t('settings.outbox.confirmed'),
    onDone: settled,
  })
  const cancel = useMailChange({
    send: () => call(cancelOutboxLetter, { params: { kind, id } }),
    said: t('settings.outbox.cancelled'),
    onDone: settled,
  })
  const isDoubtful = letter.state === 'unconfirmed'
  // The same address would send it back again.
  const wantsOther = letter.error === 'bounced' || letter.error === 'bad_address'
  return (
    <>
      {may('cancel') && (
        <Button look="danger" onClick={() => setAsked('cancel')} className="mr-auto">
          {t('settings.outbox.cancel')}
        </Button>
      )}
      {may('resend') && (
        <Button
          icon="plane"
          look={wantsOther ? 'primary' : 'plain'}
          className={wantsOther ? 'order-last' : undefined}
          onClick={() => setAsked('resend')}
        >
          {t('settings.outbox.resend')}
        </Button>
      )}
      {may('retry') && (
        <Button
          icon="refresh"
          look={isDoubtful || wantsOther ? 'plain' : 'primary'}
          isBusy={retry.isPending}
          onClick={() => (isDoubtful ? setAsked('retry') : retry.mutate(undefined))}
        >
          {t(isDoubtful ? 'settings.outbox.sendAgain' : 'settings.outbox.retry')}
        </Button>
      )}
      {may('confirm') && (
        <Button
          look="primary"
          icon="check"
          isBusy={confirm.isPending}
          onClick={() => confirm.mutate(undefined)}
        >
          {t('settings.outbox.confirm')}
        </Button>
      )}
      <Confirm
        isOpen={asked === 'retry'}
        onClose={close}
        onConfirm={() => retry.mutate(undefined)}
        isBusy={retry.isPending}
        title={t('settings.outbox.retryTitle')}
        action={t('settings.outbox.sendAgain')}
      >
        {t('settings.outbox.retryText')}
      </Confirm>
      <Confirm
        isOpen={asked === 'cancel'}
        onClose={close}
        onConfirm={() => cancel.mutate(undefined)}
        isBusy={cancel.isPending}
        title={t('settings.outbox.cancelTitle')}
        action={t('settings.outbox.cancel')}
      >
        {t('settings.outbox.cancelText')}
      </Confirm>
      {asked === 'resend' && <ResendDialog letter={letter} onClose={close} onOpen={onOpen} />}
    </>
  )
}
