import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { buttonClass } from '../../../../ui/button.tsx'
import { Tag } from '../../../../ui/tag.tsx'
import { Callout } from '../../../forms/callout.tsx'
import type { Inbox } from '../inbox.ts'

/** Above everything else on an inbox that has no access to its mailbox: what to do about it. */
export function ConnectionBanner({ inbox }: { inbox: Inbox }) {
  const { t } = useTranslation()
  const { connectionState: state } = inbox
  if (state !== 'lost' && state !== 'new') return null
  return (
    <Callout tone={state === 'lost' ? 'bad' : 'warn'} icon="alert" className="mb-5">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="min-w-60 flex-1">{t(`settings.inboxes.access.banner.${state}`)}</p>
        <Link
          to="/settings/inboxes/$inboxId"
          params={{ inboxId: String(inbox.id) }}
          search={{ part: 'access' }}
          className={buttonClass('plain')}
        >
          {t(state === 'lost' ? 'settings.inboxes.access.reconnect' : 'settings.inboxes.access.connect')}
        </Link>
      </div>
    </Callout>
  )
}

/** The same in two words, for a list. */
export function ConnectionTag({ inbox }: { inbox: Inbox }) {
  const { t } = useTranslation()
  const { connectionState: state } = inbox
  if (!inbox.isActive || (state !== 'lost' && state !== 'new')) return null
  return <Tag tone={state === 'lost' ? 'bad' : 'warn'}>{t(`settings.inboxes.access.tag.${state}`)}</Tag>
}
