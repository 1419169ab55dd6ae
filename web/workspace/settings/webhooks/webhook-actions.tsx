import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  deleteWebhook,
  resendFailedDeliveries,
  testWebhook,
  updateWebhook,
  type Webhook,
} from '#contract/webhooks.ts'
import { call } from '../../../api/call.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx'
import { Confirm } from '../frame/confirm.tsx'
import { RotateDialog } from './rotate-dialog.tsx'
import { SecretDialog } from './secret-dialog.tsx'
import { useWebhookChange } from './use-webhook-change.ts'
import { WebhookDialog } from './webhook-dialog.tsx'

type Doing = 'edit' | 'rotate' | 'remove' | 'disable' | null

/** What can be done with a webhook; what others would notice asks first. */
export function WebhookActions({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [doing, setDoing] = useState<Doing>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const { id, name } = webhook
  const params = { id }
  const close = () => setDoing(null)
  const open = (delivery: number | undefined) =>
    void navigate({
      to: '/settings/webhooks/$webhookId',
      params: { webhookId: String(id) },
      search: { delivery },
    })
  const test = useWebhookChange({
    send: () => call(testWebhook, { params }),
    onDone: (delivery) => open(delivery.id),
  })
  const state = useWebhookChange({
    send: (next: Webhook['state']) =>
      call(updateWebhook, { params, body: { version: webhook.version, state: next } }),
    said: (_, next) => t(`settings.webhooks.became.${next}`, { name }),
    onDone: close,
  })
  const resend = useWebhookChange({
    send: () => call(resendFailedDeliveries, { params }),
    said: ({ count }) => t('settings.webhooks.resent', { count }),
  })
  const remove = useWebhookChange({
    send: () => call(deleteWebhook, { params }),
    said: t('settings.webhooks.removed', { name }),
    onDone: () => void navigate({ to: '/settings/webhooks' }),
  })
  return (
    <>
      <Button icon="plane" isBusy={test.isPending} onClick={() => test.mutate(undefined)}>
        {t('settings.webhooks.test')}
      </Button>
      {webhook.failed > 0 && webhook.state !== 'disabled' && !webhook.resending && (
        <Button icon="refresh" isBusy={resend.isPending} onClick={() => resend.mutate(undefined)}>
          {t('settings.webhooks.resendFailed', { count: webhook.failed })}
        </Button>
      )}
      <Button icon="pencil" onClick={() => setDoing('edit')}>
        {t('action.edit')}
      </Button>
      <Menu align="end" trigger={<IconButton icon="more" label={t('settings.webhooks.more')} look="plain" />}>
        {webhook.state !== 'active' && (
          <MenuItem icon="check" onSelect={() => state.mutate('active')}>
            {t(webhook.state === 'paused' ? 'settings.webhooks.resume' : 'settings.webhooks.enable')}
          </MenuItem>
        )}
        {webhook.state === 'active' && (
          <MenuItem icon="clock" onSelect={() => state.mutate('paused')}>
            {t('settings.webhooks.pause')}
          </MenuItem>
        )}
        {webhook.state !== 'disabled' && (
          <MenuItem icon="offline" onSelect={() => setDoing('disable')}>
            {t('settings.webhooks.disable')}
          </MenuItem>
        )}
        <MenuItem icon="lock" onSelect={() => setDoing('rotate')}>
          {t('settings.webhooks.rotate')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon="trash" tone="bad" onSelect={() => setDoing('remove')}>
          {t('action.delete')}
        </MenuItem>
      </Menu>
      {doing === 'edit' && <WebhookDialog webhook={webhook} onClose={close} />}
      <Confirm
        isOpen={doing === 'disable'}
        onClose={close}
        onConfirm={() => state.mutate('disabled')}
        isBusy={state.isPending}
        title={t('settings.webhooks.disableTitle', { name })}
        action={t('settings.webhooks.disable')}
      >
        {t('settings.webhooks.disableText')}
      </Confirm>
      {doing === 'rotate' && (
        <RotateDialog
          webhook={webhook}
          onClose={close}
          onMade={(made) => {
            close()
            setSecret(made)
          }}
        />
      )}
      <Confirm
        isOpen={doing === 'remove'}
        onClose={close}
        onConfirm={() => remove.mutate(undefined)}
        isBusy={remove.isPending}
        title={t('settings.webhooks.removeTitle', { name })}
        action={t('action.delete')}
      >
        {t('settings.webhooks.removeText')}
      </Confirm>
      {secret && <SecretDialog made={{ id, name, secret }} onClose={() => setSecret(null)} />}
    </>
  )
}
