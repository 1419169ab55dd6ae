import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { checkMailConnection, forgetMailConnection } from '#contract/mail-connections.ts'
import { call } from '../../../../api/call.ts'
import { Button } from '../../../../ui/button.tsx'
import { Select } from '../../../../ui/select.tsx'
import { Field } from '../../../../ui/field.tsx'
import { showToast } from '../../../../ui/toast.tsx'
import { Callout } from '../../../forms/callout.tsx'
import { useForm } from '../../../forms/use-form.ts'
import { Confirm } from '../../frame/confirm.tsx'
import { FormEnd, FormRow } from '../../frame/form-row.tsx'
import { Loaded } from '../../frame/loaded.tsx'
import { refreshSettings, useChange } from '../../use-change.ts'
import type { InboxSectionProps } from '../inbox-sections.ts'
import { mailService } from '../mail-servers.ts'
import { ApplicationFields } from './application-fields.tsx'
import {
  applicationProblems,
  type ApplicationValues,
  newApplication,
  saveApplication,
  savedApplication,
} from './application-values.ts'
import { goToProvider } from './connect.ts'
import { ConnectionState } from './connection-state.tsx'
import { connectionsQuery, type MailConnection } from './connections-query.ts'
import { ProviderHelp } from './provider-help.tsx'

/** How the desk signs in to the mailbox: by password, or by the provider's own consent. */
export function AccessSection(props: InboxSectionProps) {
  const { t } = useTranslation()
  const connections = useQuery(connectionsQuery)
  const { inbox } = props
  const [isWanted, setWanted] = useState(false)
  if (inbox.receivesBy === 'smtp' && !inbox.smtp) {
    return <Callout icon="info">{t('settings.inboxes.access.nothingToSignIn')}</Callout>
  }
  return (
    <Loaded query={connections} rows={2}>
      {({ items, redirectUri }) => {
        const connection = items.find((each) => each.inboxId === inbox.id) ?? null
        if (!connection && !isWanted && inbox.receivesBy !== 'graph') {
          return (
            <FormRow label={t('settings.inboxes.access.byPassword')}>
              <p className="text-ink-2">{t('settings.inboxes.access.byPasswordText')}</p>
              <div>
                <Button icon="lock" onClick={() => setWanted(true)}>
                  {t('settings.inboxes.access.useProvider')}
                </Button>
              </div>
            </FormRow>
          )
        }
        return <Connection {...props} connection={connection} redirectUri={redirectUri} />
      }}
    </Loaded>
  )
}

function Connection({
  inbox,
  onTakeNewer,
  connection,
  redirectUri,
}: InboxSectionProps & { connection: MailConnection | null; redirectUri: string }) {
  const { t } = useTranslation()
  const [isLeaving, setLeaving] = useState(false)
  const isGraph = inbox.receivesBy === 'graph' || inbox.sendsBy === 'graph'
  const params = { inboxId: inbox.id }
  const connect = useChange({ send: () => goToProvider(inbox.id), said: t('settings.inboxes.access.going') })
  const check = useChange({
    send: () => call(checkMailConnection, { params }),
    onDone: ({ state }) => {
      const isThere = state === 'connected'
      showToast({
        text: t(isThere ? 'settings.inboxes.access.checkPassed' : 'settings.inboxes.access.checkFailed'),
        tone: isThere ? 'ok' : 'bad',
      })
      onTakeNewer()
    },
  })
  const forget = useChange({
    send: () => call(forgetMailConnection, { params }),
    said: t('settings.inboxes.access.forgotten'),
    onDone: () => {
      setLeaving(false)
      onTakeNewer()
    },
  })
  const isApplication = connection?.grantKind === 'application'
  return (
    <>
      {connection && (
        <FormRow label={t('settings.inboxes.access.title')}>
          <ConnectionState connection={connection} />
          <div className="flex flex-wrap gap-2">
            {!isApplication && (
              <Button
                look={connection.state === 'connected' ? 'plain' : 'primary'}
                icon="link"
                isBusy={connect.isPending}
                onClick={() => connect.mutate(undefined)}
              >
                {t(
                  connection.state === 'new'
                    ? 'settings.inboxes.access.connect'
                    : 'settings.inboxes.access.reconnect',
                )}
              </Button>
            )}
            {(isApplication || connection.state !== 'new') && (
              <Button
                look={isApplication && connection.state !== 'connected' ? 'primary' : 'plain'}
                icon="refresh"
                isBusy={check.isPending}
                onClick={() => check.mutate(undefined)}
              >
                {t(
                  isApplication && connection.state === 'new'
                    ? 'settings.inboxes.access.connect'
                    : 'settings.inboxes.access.check',
                )}
              </Button>
            )}
            {!isGraph && (
              <Button look="ghost" onClick={() => setLeaving(true)}>
                {t('settings.inboxes.access.forget')}
              </Button>
            )}
          </div>
        </FormRow>
      )}
      <ApplicationForm
        key={connection === null ? 'new' : `${connection.provider} ${connection.clientId}`}
        inboxId={inbox.id}
        address={inbox.address}
        isGraph={isGraph}
        connection={connection}
        redirectUri={redirectUri}
        onSaved={onTakeNewer}
      />
      <Confirm
        isOpen={isLeaving}
        onClose={() => setLeaving(false)}
        onConfirm={() => forget.mutate(undefined)}
        isBusy={forget.isPending}
        title={t('settings.inboxes.access.forgetTitle')}
        action={t('settings.inboxes.access.forget')}
      >
        {t('settings.inboxes.access.forgetText')}
      </Confirm>
    </>
  )
}

function ApplicationForm({
  inboxId,
  address,
  isGraph,
  connection,
  redirectUri,
  onSaved,
}: {
  inboxId: number
  address: string
  isGraph: boolean
  connection: MailConnection | null
  redirectUri: string
  onSaved: () => void
}) {
  const { t } = useTranslation()
  const service = mailService(address)?.name
  const guess = isGraph || service === 'microsoft' ? 'microsoft' : service === 'google' ? 'google' : 'other'
  const form = useForm<ApplicationValues, MailConnection>({
    initial: connection ? savedApplication(connection) : newApplication(guess),
    check: (values) => applicationProblems(values, t),
    send: (values) => saveAndTry(inboxId, values),
    onDone: (saved) => {
      form.reset(savedApplication(saved))
      onSaved()
      void refreshSettings()
    },
  })
  const { values } = form
  return (
    <form noValidate onSubmit={form.onSubmit}>
      {!isGraph && (
        <FormRow label={t('settings.inboxes.access.provider')}>
          <Field label={t('settings.inboxes.access.providerLabel')}>
            {({ id }) => (
              <Select
                id={id}
                value={values.provider}
                options={(['google', 'microsoft', 'other'] as const).map((value) => ({
                  value,
                  label: t(`settings.inboxes.access.providers.${value}`),
                }))}
                onChange={(provider) => form.set('provider', provider)}
              />
            )}
          </Field>
        </FormRow>
      )}
      <FormRow label={t('settings.inboxes.access.register')} hint={t('settings.inboxes.access.registerHint')}>
        <Help
          isAside={connection !== null && connection.state !== 'new'}
          title={t('settings.inboxes.access.howTo')}
        >
          <ProviderHelp
            provider={values.provider}
            isGraph={isGraph}
            isApplication={values.grantKind === 'application'}
            redirectUri={redirectUri}
          />
        </Help>
      </FormRow>
      <FormRow
        label={t('settings.inboxes.access.application')}
        hint={t('settings.inboxes.access.applicationHint')}
      >
        <ApplicationFields form={form} isGraph={isGraph} hasSecret={connection?.hasClientSecret ?? false} />
      </FormRow>
      <FormEnd {...form} />
    </form>
  )
}

/** Where nobody has to sign in, a new secret shows at once whether it is right. */
async function saveAndTry(inboxId: number, values: ApplicationValues): Promise<MailConnection> {
  const saved = await saveApplication(inboxId, values)
  const isApplication = saved.grantKind === 'application' && saved.state !== 'connected'
  if (!isApplication && saved.problem !== 'client') return saved
  return call(checkMailConnection, { params: { inboxId } }).catch(() => saved)
}

/** Who was connected once rarely needs it. */
function Help({ isAside, title, children }: { isAside: boolean; title: string; children: ReactNode }) {
  if (!isAside) return children
  return (
    <details>
      <summary className="cursor-pointer text-ink-2">{title}</summary>
      <div className="pt-3">{children}</div>
    </details>
  )
}
