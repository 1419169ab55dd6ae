import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Checkbox, Field } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { useLanguage } from '../frame/use-language.ts'
import { rolesQuery, teamsQuery } from '../queries.ts'

/** The role and the teams of somebody invited or already here. */
export function AgentFields({
  roleId,
  teamIds,
  onRole,
  onTeams,
  roleError,
}: {
  roleId: number | null
  teamIds: readonly number[]
  onRole: (id: number) => void
  onTeams: (ids: number[]) => void
  roleError: string | null
}) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { data: roles } = useQuery(rolesQuery)
  const { data: teams } = useQuery(teamsQuery)
  return (
    <>
      <Field label={t('settings.agents.role')} error={roleError}>
        {({ id }) => (
          <Select
            id={id}
            value={roleId}
            placeholder={t('settings.agents.chooseRole')}
            options={(roles?.items ?? []).map((role) => ({ value: role.id, label: role.names[language] }))}
            onChange={onRole}
          />
        )}
      </Field>
      {teams && teams.items.length > 0 && (
        <fieldset>
          <legend className="pb-1 text-ink-2">{t('settings.agents.teams')}</legend>
          <div className="flex max-h-44 flex-col overflow-y-auto rounded-md border border-line px-3 py-1.5">
            {teams.items.map((team) => (
              <Checkbox
                key={team.id}
                label={team.name}
                checked={teamIds.includes(team.id)}
                onChange={(event) =>
                  onTeams(
                    event.target.checked ? [...teamIds, team.id] : teamIds.filter((each) => each !== team.id),
                  )
                }
              />
            ))}
          </div>
        </fieldset>
      )}
    </>
  )
}
