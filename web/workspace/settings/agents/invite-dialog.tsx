import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type Agent, inviteAgent } from '#contract/identity.ts'
import { call } from '../../../api/call.ts'
import { Field, Input } from '../../../ui/field.tsx'
import { currentLanguage, type UiLanguage } from '../../../ui/i18n.ts'
import { Select } from '../../../ui/select.tsx'
import { looksLikeEmail } from '../../forms/field-problem.ts'
import { type Problems, useForm } from '../../forms/use-form.ts'
import { FormDialog } from '../frame/form-dialog.tsx'
import { rolesQuery } from '../queries.ts'
import { refreshSettings } from '../use-change.ts'
import { AgentFields } from './agent-fields.tsx'

interface Invitation {
  email: string
  name: string
  roleId: number | null
  teamIds: number[]
  language: UiLanguage
}

/** Invites a colleague: a letter goes out, and the link comes back to be handed over in person. */
export function InviteDialog({
  onClose,
  onInvited,
}: {
  onClose: () => void
  onInvited: (agent: Agent, url: string) => void
}) {
  const { t } = useTranslation()
  const { data: roles } = useQuery(rolesQuery)
  // Most who are invited answer tickets and change nothing else: the narrowest of the given roles is offered.
  const usual = roles?.items.find((role) => role.key === 'agent')?.id ?? null
  const form = useForm<Invitation, { agent: Agent; invitationUrl: string }>({
    initial: { email: '', name: '', roleId: null, teamIds: [], language: currentLanguage() },
    check: (values) => {
      const wrong: Problems<Invitation> = {}
      if (!looksLikeEmail(values.email)) wrong.email = t('fieldProblem.email')
      if (!values.name.trim()) wrong.name = t('fieldProblem.name')
      if ((values.roleId ?? usual) === null) wrong.roleId = t('settings.agents.chooseRole')
      return wrong
    },
    send: (values) => call(inviteAgent, { body: { ...values, roleId: values.roleId ?? usual ?? 0 } }),
    onDone: ({ agent, invitationUrl }) => {
      void refreshSettings()
      onInvited(agent, invitationUrl)
    },
    words: { already_exists: t('settings.agents.taken') },
    at: { already_exists: 'email' },
  })
  return (
    <FormDialog
      form={form}
      title={t('settings.agents.inviteTitle')}
      action={t('settings.agents.invite')}
      onClose={onClose}
    >
      <Field label={t('settings.agents.email')} error={form.error('email')}>
        {(ids) => (
          <Input
            {...ids}
            name="email"
            type="email"
            autoComplete="off"
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            value={form.values.email}
            onChange={(event) => form.set('email', event.target.value)}
          />
        )}
      </Field>
      <Field label={t('settings.agents.name')} error={form.error('name')}>
        {(ids) => (
          <Input
            {...ids}
            name="name"
            autoComplete="off"
            maxLength={120}
            value={form.values.name}
            onChange={(event) => form.set('name', event.target.value)}
          />
        )}
      </Field>
      <AgentFields
        roleId={form.values.roleId ?? usual}
        teamIds={form.values.teamIds}
        roleError={form.error('roleId')}
        onRole={(id) => form.set('roleId', id)}
        onTeams={(ids) => form.set('teamIds', ids)}
      />
      <Field label={t('settings.agents.letterLanguage')}>
        {({ id }) => (
          <Select
            id={id}
            value={form.values.language}
            options={[
              { value: 'ru', label: 'Русский' },
              { value: 'en', label: 'English' },
            ]}
            onChange={(language) => form.set('language', language)}
          />
        )}
      </Field>
    </FormDialog>
  )
}
