import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { createInbox } from '#contract/inboxes.ts'
import { checkMailConnection } from '#contract/mail-connections.ts'
import { call } from '../../../../api/call.ts'
import { showToast } from '../../../../ui/toast.tsx'
import { looksLikeEmail } from '../../../forms/field-problem.ts'
import { useForm } from '../../../forms/use-form.ts'
import { FormEnd, FormRow } from '../../frame/form-row.tsx'
import { refreshSettings } from '../../use-change.ts'
import { ChoiceCards } from '../choice-cards.tsx'
import { GeneralFields, type GeneralValues } from '../general-fields.tsx'
import type { Inbox } from '../inbox.ts'
import { ApplicationFields } from './application-fields.tsx'
import {
  applicationProblems,
  type ApplicationValues,
  newApplication,
  saveApplication,
} from './application-values.ts'
import { goToProvider } from './connect.ts'
import { servers } from './mail-providers.ts'
import { ProviderHelp } from './provider-help.tsx'

interface Values extends ApplicationValues, GeneralValues {
  by: 'graph' | 'imap'
}

/** A new inbox that signs in at Google or Microsoft: what it is called, the application, and off to the provider. */
export function ConnectedInboxForm({
  provider,
  deskName,
  redirectUri,
  isFirst,
}: {
  provider: 'google' | 'microsoft'
  deskName: string
  redirectUri: string
  isFirst: true | undefined
}) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const by = provider === 'microsoft' ? 'graph' : 'imap'
  const form = useForm<Values, Inbox>({
    initial: { ...newApplication(provider), address: '', name: deskName, teamId: 0, by },
    check: (values) => ({
      ...(!looksLikeEmail(values.address) && { address: t('fieldProblem.email') }),
      ...(!values.name.trim() && { name: t('settings.inboxes.nameMissing') }),
      ...applicationProblems(values, t),
      ...(!values.clientSecret.trim() && { clientSecret: t('settings.inboxes.access.missing') }),
    }),
    send: (values) => call(createInbox, { body: inboxOf(provider, values) }),
    onDone: (inbox, values) => void goOn(inbox, values),
    words: { already_exists: t('settings.inboxes.taken') },
    at: { already_exists: 'address' },
  })
  /** The inbox is there; whatever fails from here on is put right on its own page. */
  const goOn = async (inbox: Inbox, values: Values) => {
    try {
      await saveApplication(inbox.id, values)
      if (values.grantKind === 'person') return await goToProvider(inbox.id)
      await call(checkMailConnection, { params: { inboxId: inbox.id } })
    } catch {
      showToast({ text: t('settings.inboxes.access.addedNotConnected'), tone: 'bad' })
    }
    void refreshSettings()
    await navigate({
      to: '/settings/inboxes/$inboxId',
      params: { inboxId: String(inbox.id) },
      search: { part: 'access' },
    })
  }
  const { values } = form
  const isGraph = values.by === 'graph'
  const isApplication = isGraph && values.grantKind === 'application'
  return (
    <form noValidate onSubmit={form.onSubmit}>
      <GeneralFields
        values={values}
        isNew
        error={form.error}
        onAddress={(address) => form.set('address', address)}
        onName={(name) => form.set('name', name)}
        onTeam={(teamId) => form.set('teamId', teamId)}
      />
      {provider === 'microsoft' && (
        <FormRow label={t('settings.inboxes.access.way')} hint={t('settings.inboxes.access.wayHint')}>
          <ChoiceCards
            label={t('settings.inboxes.access.way')}
            value={values.by}
            onChange={(way) => {
              form.set('by', way)
              if (way === 'imap') form.set('grantKind', 'person')
            }}
            choices={(['graph', 'imap'] as const).map((value) => ({
              value,
              label: t(`settings.inboxes.access.ways.${value}`),
              hint: t(`settings.inboxes.access.ways.${value}Hint`),
            }))}
          />
        </FormRow>
      )}
      <FormRow label={t('settings.inboxes.access.register')} hint={t('settings.inboxes.access.registerHint')}>
        <ProviderHelp
          provider={provider}
          isGraph={isGraph}
          isApplication={isApplication}
          redirectUri={redirectUri}
        />
      </FormRow>
      <FormRow
        label={t('settings.inboxes.access.application')}
        hint={t('settings.inboxes.access.applicationHint')}
      >
        <ApplicationFields form={form} isGraph={isGraph} hasSecret={false} />
        {provider === 'google' && (
          <p className="text-sm text-ink-3">
            {t('settings.inboxes.access.noApplication')}{' '}
            <Link
              to="/settings/inboxes/new"
              search={{ first: isFirst, kind: 'other' }}
              className="text-accent underline"
            >
              {t('settings.inboxes.access.byAppPassword')}
            </Link>
          </p>
        )}
      </FormRow>
      <FormEnd
        {...form}
        isSaved={false}
        label={t(
          isApplication ? 'settings.inboxes.access.addAndCheck' : 'settings.inboxes.access.addAndConnect',
        )}
      />
    </form>
  )
}

function inboxOf(provider: 'google' | 'microsoft', values: Values) {
  const address = values.address.trim()
  const { imap, smtp } = servers[provider]
  const isGraph = values.by === 'graph'
  const general = { name: values.name, address, teamId: values.teamId || null }
  if (isGraph) return { ...general, receivesBy: 'graph' as const, sendsBy: 'graph' as const }
  return {
    ...general,
    receivesBy: 'imap' as const,
    imap: { ...imap, user: address, folder: 'INBOX' },
    smtp: { ...smtp, user: address },
  }
}
