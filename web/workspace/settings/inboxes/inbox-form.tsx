import type { TFunction } from 'i18next'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Inbox } from './inbox.ts'
import { Button } from '../../../ui/button.tsx'
import { Checkbox } from '../../../ui/field.tsx'
import { Callout } from '../../forms/callout.tsx'
import { looksLikeEmail } from '../../forms/field-problem.ts'
import { type Problems, useForm } from '../../forms/use-form.ts'
import { FormEnd, FormRow } from '../frame/form-row.tsx'
import { refreshSettings } from '../use-change.ts'
import { ChoiceCards } from './choice-cards.tsx'
import { ConnectionCheck } from './connection-check.tsx'
import { GeneralFields } from './general-fields.tsx'
import {
  type InboxValues,
  keepsPassword,
  lacksPassword,
  savedValues,
  saveInbox,
  suggested,
} from './inbox-values.ts'
import { mailService } from './mail-servers.ts'
import { ServerFields } from './server-fields.tsx'

/** Everything about one inbox: its address, how letters come in, how answers go out. */
export function InboxForm({
  saved,
  initial,
  onSaved,
  onTakeNewer,
}: {
  saved: Inbox | null
  initial: InboxValues
  onSaved: (inbox: Inbox) => void
  /** Starts over from what somebody else has saved meanwhile; theirs to offer where an inbox is changed. */
  onTakeNewer?: () => void
}) {
  const { t } = useTranslation()
  // What was typed by hand is never written over by a suggestion.
  const touched = useRef(new Set<keyof InboxValues>())
  const form = useForm<InboxValues, Inbox>({
    initial,
    check: (values) => problems(values, saved, t),
    send: (values) => saveInbox(values, saved),
    onDone: (inbox) => {
      void refreshSettings()
      if (saved) form.reset(savedValues(inbox))
      onSaved(inbox)
    },
    words: { already_exists: t('settings.inboxes.taken') },
    at: { already_exists: 'address' },
  })
  const { values } = form
  const set = <K extends keyof InboxValues>(key: K, value: InboxValues[K]) => {
    touched.current.add(key)
    form.set(key, value)
  }
  const setAddress = (address: string) => {
    form.set('address', address)
    if (saved) return
    const { service: _, ...rest } = suggested(address)
    for (const [key, value] of Object.entries(rest) as [keyof InboxValues, string][]) {
      if (!touched.current.has(key)) form.set(key, value)
    }
  }
  const service = mailService(values.address)
  const isConnected = saved !== null && saved.connectionState !== null
  const isConflict = form.failed?.failure === 'version_conflict'
  return (
    <form noValidate onSubmit={form.onSubmit}>
      <GeneralFields
        values={values}
        isNew={saved === null}
        error={form.error}
        onAddress={setAddress}
        onName={(name) => set('name', name)}
        onTeam={(teamId) => set('teamId', teamId)}
      />
      <FormRow label={t('settings.inboxes.receive')} hint={t('settings.inboxes.receiveHint')}>
        <ChoiceCards
          label={t('settings.inboxes.receive')}
          value={values.receivesBy}
          onChange={(receivesBy) => set('receivesBy', receivesBy)}
          choices={[
            { value: 'imap', label: t('settings.inboxes.imap'), hint: t('settings.inboxes.imapHint') },
            {
              value: 'smtp',
              label: t('settings.inboxes.listener'),
              hint: t('settings.inboxes.listenerHint'),
            },
            ...(saved && (saved.receivesBy === 'graph' || service?.name === 'microsoft')
              ? ([
                  {
                    value: 'graph',
                    label: t('settings.inboxes.graph'),
                    hint: t('settings.inboxes.graphHint'),
                  },
                ] as const)
              : []),
          ]}
        />
        {values.receivesBy === 'imap' && (
          <>
            {isConnected ? (
              <Callout icon="lock">{t('settings.inboxes.passwordless')}</Callout>
            ) : (
              service &&
              service.name !== 'other' && (
                <Callout icon="info">{t(`settings.inboxes.service.${service.name}`)}</Callout>
              )
            )}
            <ServerFields
              side="imap"
              form={form}
              set={set}
              hasPassword={keepsPassword('imap', values, saved)}
              isPasswordHidden={isConnected}
            />
          </>
        )}
      </FormRow>
      <FormRow label={t('settings.inboxes.send')} hint={t('settings.inboxes.sendHint')}>
        {values.receivesBy === 'graph' ? (
          <p className="text-ink-2">{t('settings.inboxes.graphSends')}</p>
        ) : (
          <Checkbox
            label={t('settings.inboxes.canSend')}
            hint={values.canSend ? undefined : t('settings.inboxes.canSendOff')}
            checked={values.canSend}
            onChange={(event) => set('canSend', event.target.checked)}
          />
        )}
        {values.canSend && values.receivesBy !== 'graph' && (
          <>
            {values.receivesBy === 'imap' && !saved && (
              <Checkbox
                label={t('settings.inboxes.same')}
                checked={values.isSmtpSame}
                onChange={(event) => set('isSmtpSame', event.target.checked)}
              />
            )}
            <ServerFields
              side="smtp"
              form={form}
              set={set}
              hasPassword={keepsPassword('smtp', values, saved)}
              isPasswordHidden={isConnected}
              isSignInHidden={values.receivesBy === 'imap' && values.isSmtpSame}
            />
          </>
        )}
      </FormRow>
      <FormRow label={t('settings.inboxes.check')} hint={t('settings.inboxes.checkHint')}>
        <ConnectionCheck values={values} saved={saved} problems={() => problems(values, saved, t)} />
      </FormRow>
      {saved && (
        <FormRow label={t('settings.inboxes.active')}>
          <Checkbox
            label={t('settings.inboxes.activeLabel')}
            hint={t('settings.inboxes.activeHint')}
            checked={values.isActive}
            onChange={(event) => set('isActive', event.target.checked)}
          />
        </FormRow>
      )}
      <FormEnd {...form} label={saved ? undefined : t('settings.inboxes.addAction')}>
        {isConflict && onTakeNewer && (
          <Button icon="refresh" onClick={onTakeNewer}>
            {t('settings.inboxes.takeNewer')}
          </Button>
        )}
      </FormEnd>
    </form>
  )
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text.trim()) && Number(text) > 0 && Number(text) < 65_536
}

function problems(values: InboxValues, saved: Inbox | null, t: TFunction): Problems<InboxValues> {
  const wrong: Problems<InboxValues> = {}
  if (!looksLikeEmail(values.address)) wrong.address = t('fieldProblem.email')
  if (!values.name.trim()) wrong.name = t('settings.inboxes.nameMissing')
  if (values.receivesBy === 'imap') {
    if (!values.imapHost.trim()) wrong.imapHost = t('fieldProblem.host')
    if (!isPort(values.imapPort)) wrong.imapPort = t('fieldProblem.port')
    if (lacksPassword('imap', values, saved)) wrong.imapPassword = t('fieldProblem.passwordAnew')
    if (!values.imapUser.trim()) wrong.imapUser = t('fieldProblem.user')
  }
  if (values.canSend && values.receivesBy !== 'graph') {
    if (!values.smtpHost.trim()) wrong.smtpHost = t('fieldProblem.host')
    if (!isPort(values.smtpPort)) wrong.smtpPort = t('fieldProblem.port')
    if (lacksPassword('smtp', values, saved)) wrong.smtpPassword = t('fieldProblem.passwordAnew')
  }
  return wrong
}
