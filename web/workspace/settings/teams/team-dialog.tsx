import { useTranslation } from 'react-i18next'
import { createTeam, type Team, updateTeam } from '#contract/identity.ts'
import { call } from '../../../api/call.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { Checkbox, Field, Input } from '../../../ui/field.tsx'
import { useForm } from '../../forms/use-form.ts'
import { useDesk } from '../../desk.ts'
import { FormDialog } from '../frame/form-dialog.tsx'
import { refreshSettings } from '../use-change.ts'

/** A team's name, its members, and how far they see. */
export function TeamDialog({ team, onClose }: { team: Team | null; onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const { desk } = useDesk()
  const form = useForm({
    initial: {
      name: team?.name ?? '',
      isIsolated: team?.isIsolated ?? false,
      memberIds: team?.memberIds ?? [],
    },
    check: ({ name }) => (name.trim() ? {} : { name: t('settings.teams.nameMissing') }),
    send: (body) => (team ? call(updateTeam, { params: { id: team.id }, body }) : call(createTeam, { body })),
    onDone: () => {
      void refreshSettings()
      onClose()
    },
    words: { already_exists: t('settings.teams.taken') },
    at: { already_exists: 'name' },
  })
  const { memberIds } = form.values
  const people = desk.agents
    .filter((agent) => agent.isActive || memberIds.includes(agent.id))
    .toSorted((a, b) => a.name.localeCompare(b.name, i18n.language))
  return (
    <FormDialog
      form={form}
      title={team ? team.name : t('settings.teams.addTitle')}
      action={team ? t('action.save') : t('action.add')}
      onClose={onClose}
    >
      <Field label={t('settings.teams.name')} error={form.error('name')}>
        {(ids) => (
          <Input
            {...ids}
            name="name"
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            autoComplete="off"
            maxLength={80}
            value={form.values.name}
            onChange={(event) => form.set('name', event.target.value)}
          />
        )}
      </Field>
      <fieldset>
        <legend className="pb-1 text-ink-2">{t('settings.teams.who')}</legend>
        <div className="flex max-h-60 flex-col overflow-y-auto rounded-md border border-line px-3 py-1.5">
          {people.map((agent) => (
            <Checkbox
              key={agent.id}
              className="!items-center"
              label={
                <span className="flex items-center gap-2">
                  <Avatar name={agent.name} />
                  {agent.name}
                </span>
              }
              checked={memberIds.includes(agent.id)}
              onChange={(event) =>
                form.set(
                  'memberIds',
                  event.target.checked
                    ? [...memberIds, agent.id]
                    : memberIds.filter((each) => each !== agent.id),
                )
              }
            />
          ))}
        </div>
      </fieldset>
      <Checkbox
        label={t('settings.teams.isolated')}
        hint={t('settings.teams.isolatedHint')}
        checked={form.values.isIsolated}
        onChange={(event) => form.set('isIsolated', event.target.checked)}
      />
    </FormDialog>
  )
}
