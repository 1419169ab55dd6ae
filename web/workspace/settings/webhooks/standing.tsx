import { useTranslation } from 'react-i18next'
import type { Webhook } from '#contract/webhooks.ts'
import { useDates } from '../../../ui/use-dates.ts'
import { useDesk } from '../../desk.ts'
import { Callout } from '../../forms/callout.tsx'
import { Facts } from '../letters/facts.tsx'
import { HealthBars } from './health-bars.tsx'
import { useWebhookWords } from './webhook-words.ts'
import { WorkLines } from './work-lines.tsx'

/** What a webhook is and how it does: what is wrong first, then its last day, then its facts. */
export function Standing({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation()
  const dates = useDates()
  const words = useWebhookWords()
  const { desk } = useDesk()
  const names = (ids: number[] | null, list: readonly { id: number; name: string }[]) =>
    ids?.map((id) => list.find((each) => each.id === id)?.name ?? '…').join(', ')
  const taken = webhook.hours.reduce((sum, hour) => sum + hour.taken, 0)
  const failed = webhook.hours.reduce((sum, hour) => sum + hour.failed, 0)
  return (
    <div className="flex flex-col gap-5">
      {webhook.disabledBecause && (
        <Callout tone="bad" icon="alert">
          {t(`settings.webhooks.disabledBecause.${webhook.disabledBecause}`)}
        </Callout>
      )}
      <WorkLines webhook={webhook} />
      {webhook.state === 'paused' && (
        <Callout tone="warn" icon="clock">
          {t('settings.webhooks.pausedText', { count: webhook.pending })}
        </Callout>
      )}
      {webhook.state === 'active' && webhook.failingSince && (
        <Callout tone="warn" icon="alert">
          {t('settings.webhooks.failingText', { since: dates.sentence(webhook.failingSince) })}
        </Callout>
      )}
      <figure>
        <figcaption className="mb-1 flex flex-wrap gap-x-4 text-sm text-ink-3">
          <span>{t('settings.webhooks.lastDay')}</span>
          <span className="inline-flex items-center gap-1.5">
            <span aria-hidden="true" className="size-2 rounded-full bg-ok" />
            {t('settings.webhooks.takenCount', { count: taken })}
          </span>
          <span className="inline-flex items-center gap-1.5">
            <span aria-hidden="true" className="size-2 rounded-full bg-bad" />
            {t('settings.webhooks.failedCount', { count: failed })}
          </span>
        </figcaption>
        <HealthBars hours={webhook.hours} className="h-12 w-full" />
      </figure>
      <Facts
        items={[
          {
            name: t('settings.webhooks.url'),
            value: <span className="font-mono text-sm break-all">{webhook.url}</span>,
          },
          {
            name: t('settings.webhooks.types'),
            value:
              webhook.types.map((type) => words.type(type)).join(', ') || t('settings.webhooks.onlyRules'),
          },
          { name: t('settings.webhooks.teams'), value: names(webhook.teamIds, desk.teams) },
          { name: t('settings.webhooks.inboxes'), value: names(webhook.inboxIds, desk.inboxes) },
          { name: t('settings.webhooks.headers'), value: webhook.headerNames.join(', ') },
          {
            name: t('settings.webhooks.oldSecret'),
            value: webhook.oldSecretUntil && dates.full(webhook.oldSecretUntil),
          },
          {
            name: t('settings.webhooks.lastSuccess'),
            value: webhook.lastSuccessAt && dates.full(webhook.lastSuccessAt),
          },
        ]}
      />
    </div>
  )
}
