import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { revokeSession } from '#contract/identity.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { Card, Row } from '../frame/card.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { sessionsQuery } from '../queries.ts'
import { useChange } from '../use-change.ts'
import { readDevice } from './device.ts'

/** Where one is signed in; any of them but this one can be ended. */
export function SessionsScreen() {
  const { t } = useTranslation()
  const dates = useDates()
  const sessions = useQuery(sessionsQuery)
  const revoke = useChange({
    send: (ids: number[]) => Promise.all(ids.map((id) => call(revokeSession, { params: { id } }))),
    said: (_, ids) => t('settings.sessions.ended', { count: ids.length }),
  })
  const others = sessions.data?.items.filter((each) => !each.isCurrent).map((each) => each.id) ?? []
  return (
    <SettingsPage
      section="sessions"
      isNarrow
      sub={t('settings.sessions.sub')}
      actions={
        others.length > 1 && (
          <Button look="danger" isBusy={revoke.isPending} onClick={() => revoke.mutate(others)}>
            {t('settings.sessions.endOthers')}
          </Button>
        )
      }
    >
      <Loaded query={sessions} rows={2}>
        {({ items }) => (
          <Card>
            {items
              .toSorted(
                (a, b) =>
                  Number(b.isCurrent) - Number(a.isCurrent) || b.lastSeenAt.localeCompare(a.lastSeenAt),
              )
              .map((session) => {
                const { browser, system } = readDevice(session.userAgent)
                const device = [browser, system].filter(Boolean).join(', ') || t('settings.sessions.unknown')
                return (
                  <Row key={session.id} className="min-h-14">
                    <Icon
                      name={system === 'Android' || system === 'iOS' ? 'phone' : 'globe'}
                      className="text-ink-3"
                    />
                    <span className="min-w-0 flex-1" title={session.userAgent}>
                      <span className="flex flex-wrap items-center gap-x-2">
                        <span className="font-medium">{device}</span>
                        {session.isCurrent && <Tag tone="ok">{t('settings.sessions.current')}</Tag>}
                      </span>
                      <span className="numeric block text-sm text-ink-3">
                        {session.ip} ·{' '}
                        {t('settings.sessions.signedIn', { when: dates.sentence(session.createdAt) })}
                      </span>
                    </span>
                    {!session.isCurrent && (
                      <>
                        <span className="numeric text-sm text-ink-3 max-md:hidden">
                          {t('settings.sessions.lastSeen', { when: dates.sentence(session.lastSeenAt) })}
                        </span>
                        <Button
                          aria-label={`${t('settings.sessions.end')}: ${device}, ${session.ip}`}
                          onClick={() => revoke.mutate([session.id])}
                        >
                          {t('settings.sessions.end')}
                        </Button>
                      </>
                    )}
                  </Row>
                )
              })}
          </Card>
        )}
      </Loaded>
    </SettingsPage>
  )
}
