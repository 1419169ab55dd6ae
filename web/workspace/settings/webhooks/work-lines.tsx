import { useTranslation } from 'react-i18next'
import type { Webhook } from '#contract/webhooks.ts'
import { Callout } from '../../forms/callout.tsx'

/** What is still being done to a long log: how far sending everything again is, and what is left to give up. */
export function WorkLines({ webhook }: { webhook: Webhook }) {
  const { t, i18n } = useTranslation()
  const number = new Intl.NumberFormat(i18n.language)
  const { resending, isGivingUp, pending } = webhook
  if (isGivingUp)
    return (
      <Callout tone="warn" icon="clock">
        {t('settings.webhooks.givingUp', { left: number.format(pending) })}
      </Callout>
    )
  if (!resending) return null
  // Some may have been given up since they were counted.
  const total = Math.max(resending.total, resending.done, 1)
  const text = t('settings.webhooks.resending', {
    done: number.format(resending.done),
    total: number.format(total),
  })
  return (
    <div className="rounded-md bg-accent-soft px-3 py-2">
      <div className="numeric pb-1.5 text-accent">{text}</div>
      <div
        role="progressbar"
        aria-label={text}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={resending.done}
        className="h-1 overflow-hidden rounded-full bg-line"
      >
        <div
          className="h-full bg-accent transition-[width]"
          style={{ width: `${(resending.done / total) * 100}%` }}
        />
      </div>
    </div>
  )
}
