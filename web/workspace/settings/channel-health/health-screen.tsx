import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ChannelHealth } from '#contract/channel-health.ts'
import { Tag } from '../../../ui/tag.tsx'
import { buttonClass } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { Callout } from '../../forms/callout.tsx'
import { Card, Row } from '../frame/card.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { channelHealthQuery } from './health-queries.ts'
import { InboxCard } from './inbox-card.tsx'
import { WatchForm } from './watch-form.tsx'

/** Whether the mail gets through: every inbox, what is wrong with it, and what to do about it. */
export function ChannelHealthScreen() {
  const { t } = useTranslation()
  const health = useQuery(channelHealthQuery)
  return (
    <SettingsPage section="channelHealth" sub={t('settings.health.sub')}>
      <Loaded query={health} rows={5}>
        {(data) =>
          data.inboxes.length === 0 ? (
            <EmptyState
              icon="mail"
              title={t('settings.health.emptyTitle')}
              action={
                <Link to="/settings/inboxes/new" search={{}} className={buttonClass('primary')}>
                  {t('settings.health.emptyAction')}
                </Link>
              }
            >
              {t('settings.health.emptyText')}
            </EmptyState>
          ) : (
            <>
              <div className="flex flex-col gap-4">
                {data.state === 'ok' && (
                  <Callout tone="ok" icon="check" role="status">
                    {t('settings.health.allWell')}
                  </Callout>
                )}
                {data.inboxes.map((inbox) => (
                  <InboxCard key={inbox.inboxId} inbox={inbox} />
                ))}
              </div>
              <WatchForm watch={data.watch} />
              <Incidents health={data} />
            </>
          )
        }
      </Loaded>
    </SettingsPage>
  )
}

function Incidents({ health: { incidents, inboxes } }: { health: ChannelHealth }) {
  const { t } = useTranslation()
  const dates = useDates()
  if (incidents.length === 0) return null
  return (
    <section className="mt-8">
      <h2 className="mb-3 text-lg font-semibold">{t('settings.health.incidents')}</h2>
      <Card>
        {incidents.map((incident) => (
          <Row key={incident.id} className="flex-wrap">
            <Tag tone={incident.endedAt ? 'plain' : 'bad'}>
              {t(incident.endedAt ? 'settings.health.over' : 'settings.health.lasts')}
            </Tag>
            <span className="min-w-0 flex-1">
              {inboxes.find((inbox) => inbox.inboxId === incident.inboxId)?.name ?? '…'}:{' '}
              {t(`settings.health.happened.${incident.kind}`)}
            </span>
            <span className="numeric flex-none text-sm text-ink-3">
              {incident.endedAt
                ? t('settings.health.fromTo', {
                    from: dates.feed(incident.startedAt),
                    to: dates.feed(incident.endedAt),
                  })
                : t('settings.health.began', { when: dates.sentence(incident.startedAt) })}
            </span>
          </Row>
        ))}
      </Card>
    </section>
  )
}
