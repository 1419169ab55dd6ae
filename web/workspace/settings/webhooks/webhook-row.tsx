import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Webhook } from '#contract/webhooks.ts'
import { Icon } from '../../../ui/icon.tsx'
import { HealthBars } from './health-bars.tsx'
import { StateTag } from './state-tag.tsx'

/** One webhook: where it goes, how it stands, and its last day drawn. The whole row opens it. */
export function WebhookRow({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation()
  return (
    <li className="relative flex items-center gap-4 border-t border-line px-4 py-2.5 first:border-t-0 hover:bg-hover max-md:flex-wrap max-md:gap-y-2">
      <div className="min-w-0 flex-1 max-md:basis-[calc(100%-2rem)]">
        <div className="flex min-w-0 items-center gap-2">
          <Link
            to="/settings/webhooks/$webhookId"
            params={{ webhookId: String(webhook.id) }}
            search={{}}
            className="min-w-0 truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
          >
            {webhook.name}
          </Link>
          <StateTag webhook={webhook} />
        </div>
        <div className="truncate font-mono text-xs leading-5 text-ink-3">{shortUrl(webhook.url)}</div>
        <div className="text-sm text-ink-3">
          {t('settings.webhooks.events', { count: webhook.types.length })}
          {webhook.pending > 0 && ` · ${t('settings.webhooks.waiting', { count: webhook.pending })}`}
          {webhook.failed > 0 && (
            <span className="text-bad">{` · ${t('settings.webhooks.givenUp', { count: webhook.failed })}`}</span>
          )}
        </div>
      </div>
      <HealthBars hours={webhook.hours} className="h-7 w-48 flex-none max-md:order-last max-md:w-full" />
      <Icon name="right" className="flex-none text-ink-3" />
    </li>
  )
}

/** Without the query: that is where people put secrets. */
export function shortUrl(address: string): string {
  const url = new URL(address)
  return `${url.host}${url.pathname === '/' ? '' : url.pathname}${url.search ? '?…' : ''}`
}
