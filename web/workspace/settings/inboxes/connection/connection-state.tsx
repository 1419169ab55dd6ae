import { useTranslation } from 'react-i18next'
import { classNames } from '../../../../ui/class-names.ts'
import { Icon } from '../../../../ui/icon.tsx'
import { useDates } from '../../../../ui/use-dates.ts'
import { useKnownWords } from '../../frame/use-known-words.ts'
import type { MailConnection } from './connections-query.ts'

const looks = {
  new: { tone: 'text-warn bg-warn-soft', icon: 'link' },
  connected: { tone: 'text-ok bg-ok-soft', icon: 'check' },
  lost: { tone: 'text-bad bg-bad-soft', icon: 'alert' },
} as const

const dayMs = 86_400_000
/** Soon enough to do something about it today. */
const soonDays = 7

/** How access stands, in words: who signed in, since when, until when, and why it is gone. */
export function ConnectionState({ connection }: { connection: MailConnection }) {
  const { t } = useTranslation()
  const dates = useDates()
  const known = useKnownWords()
  const { state, account, connectedAt, refreshedAt, lostAt, problem, detail, grantKind } = connection
  const look = looks[state]
  const facts = [
    state === 'connected' &&
      connectedAt &&
      t('settings.inboxes.access.since', { when: dates.sentence(connectedAt) }),
    state === 'connected' &&
      refreshedAt &&
      t('settings.inboxes.access.refreshed', { when: dates.sentence(refreshedAt) }),
    state === 'lost' && lostAt && t('settings.inboxes.access.lostSince', { when: dates.sentence(lostAt) }),
  ].filter(Boolean)
  const title =
    state === 'connected' && account
      ? t('settings.inboxes.access.state.connectedAs', { account })
      : state === 'connected' && grantKind === 'application'
        ? t('settings.inboxes.access.state.connectedApplication')
        : t(`settings.inboxes.access.state.${state}`)
  return (
    <div className="flex items-start gap-3" role="status">
      <span className={classNames('grid size-8 flex-none place-items-center rounded-full', look.tone)}>
        <Icon name={look.icon} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">{title}</p>
        {facts.length > 0 && <p className="text-sm text-ink-3">{facts.join(' · ')}</p>}
        {state === 'new' && (
          <p className="text-sm text-ink-2">{t(`settings.inboxes.access.newHint.${grantKind}`)}</p>
        )}
        {state === 'lost' && (
          <>
            <p className="text-ink-2">
              {known(`connectionProblem.${problem}`, t('connectionProblem.revoked'))}
            </p>
            <p className="text-ink-2">{t('settings.inboxes.access.lostHint')}</p>
            {detail && <p className="pt-1 font-mono text-sm break-words text-ink-3">{detail}</p>}
          </>
        )}
        {state === 'connected' && <Expiry connection={connection} />}
      </div>
    </div>
  )
}

function Expiry({ connection: { expiresAt, expiresBecause, provider } }: { connection: MailConnection }) {
  const { t, i18n } = useTranslation()
  if (!expiresAt || !expiresBecause) return null
  const days = Math.ceil((Date.parse(expiresAt) - Date.now()) / dayMs)
  const day = new Date(expiresAt).toLocaleDateString(i18n.language, { day: 'numeric', month: 'long' })
  // Used every day, so that an end for want of use never comes: worth a word, not a warning.
  if (expiresBecause === 'idle') {
    return <p className="text-sm text-ink-3">{t('settings.inboxes.access.expiresIdle', { day })}</p>
  }
  return (
    <p className={classNames('text-sm', days <= soonDays ? 'text-warn' : 'text-ink-3')}>
      {t('settings.inboxes.access.expiresLimited', { day })}
      {provider === 'google' && ` ${t('settings.inboxes.access.expiresTesting')}`}
    </p>
  )
}
