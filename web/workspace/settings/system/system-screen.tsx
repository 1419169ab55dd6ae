import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SystemState } from '#contract/system.ts'
import { classNames } from '../../../ui/class-names.ts'
import { Icon } from '../../../ui/icon.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { Callout } from '../../forms/callout.tsx'
import { useCan } from '../../session.ts'
import { Card } from '../frame/card.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { useKnownWords } from '../frame/use-known-words.ts'
import { systemQuery } from '../queries.ts'
import { FailedJobs } from './failed-jobs.tsx'
import { useBytes } from './use-bytes.ts'

/** What the desk stands on and how it feels; renewed every ten seconds. */
export function SystemScreen() {
  const { t } = useTranslation()
  const system = useQuery(systemQuery)
  return (
    <SettingsPage section="system" sub={t('settings.system.sub')}>
      <Loaded query={system} rows={3}>
        {(state) => (
          <div className="flex flex-col gap-6">
            <Alerts alerts={state.alerts} />
            <Facts state={state} />
          </div>
        )}
      </Loaded>
      <FailedJobs />
    </SettingsPage>
  )
}

function Alerts({ alerts }: { alerts: SystemState['alerts'] }) {
  const { t } = useTranslation()
  const known = useKnownWords()
  const dates = useDates()
  const bytes = useBytes()
  const can = useCan()
  if (alerts.length === 0) {
    return (
      <Callout tone="ok" icon="check" role="status">
        {t('settings.system.allWell')}
      </Callout>
    )
  }
  return (
    <Card
      header={
        <>
          <Icon name="alert" className="text-bad" />
          <h2 className="font-semibold">{t('settings.system.attention', { count: alerts.length })}</h2>
        </>
      }
    >
      {alerts.map((alert, at) => {
        const { error, freeBytes, ...facts } = alert.detail
        const size = typeof freeBytes === 'number' ? bytes(freeBytes) : ''
        const words = known(`alert.${alert.name}`, alert.name, { ...facts, size })
        const to = alert.name.startsWith('inbox_')
          ? '/settings/inboxes'
          : alert.name === 'letters_quarantined'
            ? '/settings/letters'
            : alert.name === 'replies_not_sent'
              ? '/settings/outbox'
              : alert.name.startsWith('webhook_')
                ? '/settings/webhooks'
                : null
        return (
          <div
            key={`${alert.name} ${at}`}
            className="flex items-start gap-3 border-t border-line px-4 py-3 first:border-t-0"
          >
            <span aria-hidden="true" className="mt-1.5 size-2 flex-none rounded-full bg-bad" />
            <div className="min-w-0 flex-1">
              <p>{words}</p>
              {typeof error === 'string' && (
                <p className="mt-0.5 font-mono text-sm break-words text-ink-3">{error}</p>
              )}
              {alert.since && (
                <p className="text-sm text-ink-3">
                  {t('settings.system.since', { when: dates.sentence(alert.since) })}
                </p>
              )}
            </div>
            {to && can(to === '/settings/webhooks' ? 'webhook.manage' : 'inbox.manage') && (
              <Link to={to} className="flex-none text-accent hover:underline">
                {t('action.open')}
              </Link>
            )}
          </div>
        )
      })}
    </Card>
  )
}

function Facts({ state: { database, storage, jobs } }: { state: SystemState }) {
  const { t, i18n } = useTranslation()
  const bytes = useBytes()
  const number = (of: number) => new Intl.NumberFormat(i18n.language).format(of)
  return (
    <div className="grid gap-4 md:grid-cols-3">
      <Fact title={t('settings.system.database')} value={bytes(database.sizeBytes)}>
        PostgreSQL {database.version} ·{' '}
        {t(database.isEmbedded ? 'settings.system.embedded' : 'settings.system.external')}
      </Fact>
      <Fact
        title={t('settings.system.storage')}
        value={storage.freeBytes === null ? t('settings.system.noLimit') : bytes(storage.freeBytes)}
      >
        {t(storage.kind === 's3' ? 'settings.system.s3' : 'settings.system.folder')}
        {storage.freeBytes !== null && ` · ${t('settings.system.free')}`}
      </Fact>
      <Fact
        title={t('settings.system.jobs')}
        value={number(jobs.waiting)}
        tone={jobs.dead > 0 ? 'bad' : undefined}
      >
        {t('settings.system.jobsText', { failing: number(jobs.failing), dead: number(jobs.dead) })}
      </Fact>
    </div>
  )
}

function Fact({
  title,
  value,
  tone,
  children,
}: {
  title: string
  value: string
  tone?: 'bad'
  children: ReactNode
}) {
  return (
    <section className="rounded-lg border border-line px-4 py-3">
      <h2 className="text-sm text-ink-3">{title}</h2>
      <p className="numeric mt-1 text-xl font-semibold tracking-tight">{value}</p>
      <p className={classNames('text-sm', tone === 'bad' ? 'text-bad' : 'text-ink-3')}>{children}</p>
    </section>
  )
}
