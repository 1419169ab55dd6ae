import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rotateWebhookSecret, type Webhook } from '#contract/webhooks.ts'
import { call } from '../../../api/call.ts'
import { Confirm } from '../frame/confirm.tsx'
import { useWebhookChange } from './use-webhook-change.ts'

const overlaps = { day: 24, atOnce: 0 } as const
type Overlap = keyof typeof overlaps

/** A new secret: with a day to change it on the other side, or at once, when the old one may be in strange hands. */
export function RotateDialog({
  webhook,
  onClose,
  onMade,
}: {
  webhook: Webhook
  onClose: () => void
  onMade: (secret: string) => void
}) {
  const { t } = useTranslation()
  const [overlap, setOverlap] = useState<Overlap>('day')
  const rotate = useWebhookChange({
    send: () =>
      call(rotateWebhookSecret, {
        params: { id: webhook.id },
        body: { overlapHours: overlaps[overlap] },
      }),
    onDone: ({ secret }) => onMade(secret),
  })
  return (
    <Confirm
      isOpen
      onClose={onClose}
      onConfirm={() => rotate.mutate(undefined)}
      isBusy={rotate.isPending}
      title={t('settings.webhooks.rotateTitle')}
      action={t('settings.webhooks.rotate')}
    >
      <p className="mb-3">{t('settings.webhooks.rotateText')}</p>
      <fieldset className="flex flex-col gap-2">
        <legend className="pb-1">{t('settings.webhooks.rotateOld')}</legend>
        {(['day', 'atOnce'] as const).map((choice) => (
          <label key={choice} className="flex items-start gap-2 py-0.5 text-ink">
            <input
              type="radio"
              name="overlap"
              className="mt-0.5 size-4 flex-none accent-(--accent)"
              checked={overlap === choice}
              onChange={() => setOverlap(choice)}
            />
            <span>
              {t(`settings.webhooks.overlap.${choice}`)}
              <span className="block text-sm text-ink-3">{t(`settings.webhooks.overlap.${choice}Hint`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </Confirm>
  )
}
