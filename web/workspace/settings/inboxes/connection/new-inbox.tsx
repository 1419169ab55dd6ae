import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { buttonClass } from '../../../../ui/button.tsx'
import { Icon } from '../../../../ui/icon.tsx'
import { Loaded } from '../../frame/loaded.tsx'
import type { Inbox } from '../inbox.ts'
import { InboxForm } from '../inbox-form.tsx'
import { type InboxValues, newValues } from '../inbox-values.ts'
import { ConnectedInboxForm } from './connected-inbox-form.tsx'
import { connectionsQuery } from './connections-query.ts'
import { KindChoice } from './kind-choice.tsx'
import type { InboxKind } from './inbox-kinds.ts'
import { servers, signsInByProvider } from './mail-providers.ts'

/** A new inbox: where its mail lives, and then the form that fits. */
export function NewInbox({
  kind,
  isFirst,
  deskName,
  onSaved,
}: {
  kind: InboxKind | undefined
  isFirst: true | undefined
  deskName: string
  onSaved: (inbox: Inbox) => void
}) {
  const { t } = useTranslation()
  const connections = useQuery(connectionsQuery)
  if (!kind) return <KindChoice isFirst={isFirst} />
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 pb-4">
        <span className="font-medium">{t(`settings.inboxes.choose.${kind}`)}</span>
        <Link
          to="/settings/inboxes/new"
          search={{ first: isFirst }}
          className={buttonClass('ghost', 'text-sm')}
        >
          <Icon name="left" size={14} />
          {t('settings.inboxes.choose.change')}
        </Link>
      </p>
      {signsInByProvider(kind) ? (
        <Loaded query={connections}>
          {({ redirectUri }) => (
            <ConnectedInboxForm
              key={kind}
              provider={kind}
              deskName={deskName}
              redirectUri={redirectUri}
              isFirst={isFirst}
            />
          )}
        </Loaded>
      ) : (
        <InboxForm key={kind} saved={null} initial={presetValues(kind, deskName)} onSaved={onSaved} />
      )}
    </>
  )
}

function presetValues(kind: Exclude<InboxKind, 'google' | 'microsoft'>, deskName: string): InboxValues {
  const values = newValues(deskName)
  if (kind === 'listener') return { ...values, receivesBy: 'smtp' }
  if (kind === 'other') return values
  const { imap, smtp } = servers[kind]
  return {
    ...values,
    imapHost: imap.host,
    imapPort: String(imap.port),
    imapSecurity: imap.security,
    smtpHost: smtp.host,
    smtpPort: String(smtp.port),
    smtpSecurity: smtp.security,
  }
}
