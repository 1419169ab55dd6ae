import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChannelProblem, HealthState, InboxHealth } from '#contract/channel-health.ts'
import { Tag, type TagTone } from '../../../ui/tag.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { Callout } from '../../forms/callout.tsx'
import { Card } from '../frame/card.tsx'
import { HoursChart } from './hours-chart.tsx'
import { SelfTest } from './self-test.tsx'

const tones: Record<HealthState, TagTone> = { ok: 'ok', warn: 'warn', bad: 'bad', off: 'plain' }

/** One inbox: what is wrong and what to do, both directions, two days of letters, and the letter that goes round. */
export function InboxCard({ inbox }: { inbox: InboxHealth }) {
  const { t } = useTranslation()
  const { incoming, outgoing } = inbox
  return (
    <Card
      header={
        <>
          <Tag tone={tones[inbox.state]}>{t(`settings.health.state.${inbox.state}`)}</Tag>
          <h2 className="min-w-0 truncate font-semibold">{inbox.name}</h2>
          <span className="min-w-0 truncate text-ink-3">{inbox.address}</span>
          <Link
            to="/settings/inboxes/$inboxId"
            params={{ inboxId: String(inbox.inboxId) }}
            className="ml-auto flex-none text-accent hover:underline"
          >
            {t('settings.health.toInbox')}
          </Link>
        </>
      }
    >
      <div className="flex flex-col gap-5 px-4 py-4">
        {inbox.problems.map((problem) => (
          <Problem key={problem.kind} problem={problem} />
        ))}
        <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
          <Direction title={t('settings.health.incoming')} state={incoming.state}>
            <Since name={t('settings.health.lastIn')} at={incoming.lastAt} />
            {incoming.by !== 'smtp' && (
              <Since
                name={t('settings.health.looked')}
                at={incoming.lookedAt}
                never={t('settings.health.neverLooked')}
              />
            )}
            <Waiting waiting={incoming.waiting} oldestAt={incoming.oldestWaitingAt} />
            {incoming.behind !== null && incoming.behind > 0 && (
              <Fact name={t('settings.health.behind')}>
                {t('settings.health.behindCount', { count: incoming.behind })}
              </Fact>
            )}
            {incoming.quarantined > 0 && (
              <Fact name={t('settings.health.quarantined')}>
                <Link
                  to="/settings/letters"
                  search={{ state: 'quarantined', inbox: inbox.inboxId }}
                  className="text-accent hover:underline"
                >
                  {t('settings.health.letters', { count: incoming.quarantined })}
                </Link>
              </Fact>
            )}
          </Direction>
          <Direction title={t('settings.health.outgoing')} state={outgoing.state}>
            <Since name={t('settings.health.lastOut')} at={outgoing.lastAt} />
            <Waiting waiting={outgoing.waiting} oldestAt={outgoing.oldestWaitingAt} />
            {outgoing.failed > 0 && (
              <Fact name={t('settings.health.failed')}>
                <Link
                  to="/settings/outbox"
                  search={{ state: 'attention', inbox: inbox.inboxId }}
                  className="text-accent hover:underline"
                >
                  {t('settings.health.letters', { count: outgoing.failed })}
                </Link>
              </Fact>
            )}
            {inbox.token && <Token token={inbox.token} />}
          </Direction>
        </div>
        <HoursChart hours={inbox.hours} />
        {outgoing.canSend && inbox.isActive && <SelfTest inbox={inbox} />}
      </div>
    </Card>
  )
}

function Problem({ problem }: { problem: ChannelProblem }) {
  const { t } = useTranslation()
  const dates = useDates()
  const facts = { count: Number(problem.facts['count'] ?? 0) }
  return (
    <Callout tone={problem.isGrave ? 'bad' : 'warn'} icon="alert">
      <p className="font-medium">
        <span className="inline-block first-letter:uppercase">
          {t(`health.problem.${problem.kind}`, facts)}
        </span>
        <span className="font-normal">
          {' '}
          · {t('settings.health.began', { when: dates.sentence(problem.since) })}
        </span>
      </p>
      {problem.detail && <p className="font-mono text-xs break-words">{problem.detail}</p>}
      <p className="mt-0.5 text-ink">{t(`settings.health.remedy.${problem.kind}`)}</p>
    </Callout>
  )
}

function Direction({ title, state, children }: { title: string; state: HealthState; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <section className="min-w-0">
      <h3 className="mb-1.5 flex items-center gap-2 font-medium">
        {title}
        {state !== 'ok' && <Tag tone={tones[state]}>{t(`settings.health.state.${state}`)}</Tag>}
      </h3>
      <dl className="grid grid-cols-[minmax(0,11rem)_minmax(0,1fr)] gap-x-3 gap-y-1">{children}</dl>
    </section>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="contents">
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  )
}

function Since({ name, at, never }: { name: string; at: string | null; never?: string }) {
  const { t } = useTranslation()
  const dates = useDates()
  return (
    <Fact name={name}>
      {at ? (
        <time dateTime={at} title={dates.full(at)} className="numeric">
          {dates.sentence(at)}
        </time>
      ) : (
        <span className="text-ink-3">{never ?? t('settings.health.never')}</span>
      )}
    </Fact>
  )
}

function Waiting({ waiting, oldestAt }: { waiting: number; oldestAt: string | null }) {
  const { t } = useTranslation()
  const dates = useDates()
  return (
    <Fact name={t('settings.health.waiting')}>
      {waiting === 0 || !oldestAt ? (
        <span className="text-ink-3">{t('settings.health.nothing')}</span>
      ) : (
        t('settings.health.waitingCount', { count: waiting, since: dates.since(oldestAt) })
      )}
    </Fact>
  )
}

function Token({ token }: { token: NonNullable<InboxHealth['token']> }) {
  const { t } = useTranslation()
  const dates = useDates()
  return (
    <Fact name={t('settings.health.access')}>
      {token.isExpired
        ? t('settings.health.accessEnded')
        : token.expiresAt
          ? t('settings.health.accessUntil', { when: dates.sentence(token.expiresAt) })
          : t(token.renewsItself ? 'settings.health.accessRenews' : 'settings.health.accessNone')}
    </Fact>
  )
}
