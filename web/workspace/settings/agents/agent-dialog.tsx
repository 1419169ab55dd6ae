import { useTranslation } from 'react-i18next'
import { type Agent, updateAgent } from '#contract/identity.ts'
import { call } from '../../../api/call.ts'
import { Field, Input } from '../../../ui/field.tsx'
import { useForm } from '../../forms/use-form.ts'
import { FormDialog } from '../frame/form-dialog.tsx'
import { refreshSettings } from '../use-change.ts'
import { AgentFields } from './agent-fields.tsx'

/** Changes a colleague's name, role and teams. */
export function AgentDialog({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  const { t } = useTranslation()
  const form = useForm({
    initial: { name: agent.name, roleId: agent.roleId, teamIds: agent.teamIds },
    check: ({ name }) => (name.trim() ? {} : { name: t('fieldProblem.name') }),
    send: (body) => call(updateAgent, { params: { id: agent.id }, body }),
    onDone: () => {
      void refreshSettings()
      onClose()
    },
    at: { last_administrator: 'roleId' },
  })
  return (
    <FormDialog form={form} title={agent.name} action={t('action.save')} onClose={onClose}>
      <Field label={t('settings.agents.email')} hint={t('settings.agents.emailFixed')}>
        {(ids) => <Input {...ids} readOnly value={agent.email} className="!bg-hover !text-ink-2" />}
      </Field>
      <Field label={t('settings.agents.name')} error={form.error('name')}>
        {(ids) => (
          <Input
            {...ids}
            name="name"
            maxLength={120}
            value={form.values.name}
            onChange={(event) => form.set('name', event.target.value)}
          />
        )}
      </Field>
      <AgentFields
        roleId={form.values.roleId}
        teamIds={form.values.teamIds}
        roleError={form.error('roleId')}
        onRole={(id) => form.set('roleId', id)}
        onTeams={(ids) => form.set('teamIds', ids)}
      />
    </FormDialog>
  )
}
