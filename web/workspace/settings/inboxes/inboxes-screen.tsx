import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ConnectionTag } from './connection/connection-banner.tsx'
import type { Inbox } from './inbox.ts'
import { buttonClass } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Icon } from '../../../ui/icon.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { useDesk } from '../../desk.ts'
import { Card } from '../frame/card.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { inboxesQuery } from '../queries.ts'
import { inboxHealth } from './inbox-health.ts'

/** The addresses the desk answers at, each with its health. */
export function InboxesScreen() {
  const { t } = useTranslation()
  const inboxes = useQuery(inboxesQuery)
  const add = (
    <Link to="/settings/inboxes/new" className={buttonClass('primary')}>
      <Icon name="plus" />
      {t('settings.inboxes.add')}
    </Link>
  )
  const isEmpty = inboxes.data?.items.length === 0
  return (
    <SettingsPage section="inboxes" sub={t('settings.inboxes.sub')} actions={!isEmpty && add}>
      <Loaded query={inboxes} rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="mail" title={t('settings.inboxes.emptyTitle')} action={add}>
              {t('settings.inboxes.emptyText')}
            </EmptyState>
          ) : (
            <Card>
              {items.map((inbox) => (
                <InboxRow key={inbox.id} inbox={inbox} />
              ))}
            </Card>
          )
        }
      </Loaded>
    </SettingsPage>
  )
}

const dots = { ok: 'bg-ok', bad: 'bg-bad', quiet: 'bg-line-strong' } as const

/** A coloured point; the words beside it say the same. */
export function HealthDot({ state }: { state: keyof typeof dots }) {
  return <span aria-hidden="true" className={classNames('size-2 flex-none rounded-full', dots[state])} />
}

const ways = { imap: 'byImap', graph: 'byGraph', smtp: 'byListener' } as const

function InboxRow({ inbox }: { inbox: Inbox }) {
  const { t } = useTranslation()
  const dates = useDates()
  const { teamName } = useDesk()
  const health = inboxHealth(inbox)
  const { lastReceivedAt, lastSentAt, receiveError, sendError } = inbox.health
  const hasAccess = inbox.connectionState === null || inbox.connectionState === 'connected'
  const by = t(`settings.inboxes.${ways[inbox.receivesBy]}`)
  return (
    <Link
      to="/settings/inboxes/$inboxId"
      params={{ inboxId: String(inbox.id) }}
      className="grid grid-cols-[8px_minmax(0,1fr)_auto] items-center gap-x-3 border-t border-line px-4 py-3 first:border-t-0 hover:bg-hover"
    >
      <HealthDot state={health} />
      <span className="min-w-0">
        <span className="flex min-w-0 flex-wrap items-center gap-x-2">
          <span className="truncate font-medium">{inbox.name}</span>
          <span className="truncate text-ink-2">{inbox.address}</span>
          {!inbox.isActive && <Tag>{t('settings.inboxes.off')}</Tag>}
          <ConnectionTag inbox={inbox} />
          {inbox.isActive && !inbox.smtp && inbox.sendsBy === 'smtp' && (
            <Tag tone="warn">{t('settings.inboxes.cannotSend')}</Tag>
          )}
        </span>
        <span className="block text-sm text-ink-3">
          {[
            by,
            inbox.teamId && teamName(inbox.teamId),
            lastReceivedAt
              ? t('settings.inboxes.lastIn', { when: dates.sentence(lastReceivedAt) })
              : t('settings.inboxes.neverIn'),
            lastSentAt && t('settings.inboxes.lastOut', { when: dates.sentence(lastSentAt) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {inbox.isActive && hasAccess && receiveError && (
          <span className="block text-sm break-words text-bad">
            {t('settings.inboxes.receiveFailed', { why: receiveError })}
          </span>
        )}
        {inbox.isActive && hasAccess && sendError && (
          <span className="block text-sm break-words text-bad">
            {t('settings.inboxes.sendFailed', { why: sendError })}
          </span>
        )}
      </span>
      <Icon name="right" className="text-ink-3" />
    </Link>
  )
}
