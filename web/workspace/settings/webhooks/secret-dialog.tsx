import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Callout } from '../../forms/callout.tsx'
import { CopyLine } from '../frame/copy-line.tsx'

export interface MadeSecret {
  id: number
  name: string
  secret: string
}

/** A secret, shown this once, and what the other side does with it. */
export function SecretDialog({ made, onClose }: { made: MadeSecret; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width={560}
      title={t('settings.webhooks.secretTitle', { name: made.name })}
      footer={
        <Button look="primary" onClick={onClose}>
          {t('settings.done')}
        </Button>
      }
    >
      <div className="flex flex-col gap-3 px-4 py-4">
        <Callout tone="warn" icon="alert">
          {t('settings.webhooks.once')}
        </Callout>
        <CopyLine text={made.secret} label={t('settings.webhooks.secret')} />
        <p className="text-ink-2">{t('settings.webhooks.verify')}</p>
        <code className="block rounded-md bg-hover px-3 py-2 font-mono text-xs leading-5 break-words">
          base64(HMAC-SHA256(webhook-id + &quot;.&quot; + webhook-timestamp + &quot;.&quot; + body))
        </code>
        <p className="text-sm text-ink-3">{t('settings.webhooks.verifyHint')}</p>
      </div>
    </Dialog>
  )
}
