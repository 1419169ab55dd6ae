import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Field, Input } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { FormRow } from '../frame/form-row.tsx'
import { teamsQuery } from '../queries.ts'

export interface GeneralValues {
  address: string
  name: string
  /** 0 is no team: teams begin at one. */
  teamId: number
}

/** What every inbox has, wherever its mail lives: an address, a name and a team. */
export function GeneralFields({
  values,
  isNew,
  error,
  onAddress,
  onName,
  onTeam,
}: {
  values: GeneralValues
  isNew: boolean
  error: (key: keyof GeneralValues) => string | null
  onAddress: (address: string) => void
  onName: (name: string) => void
  onTeam: (teamId: number) => void
}) {
  const { t } = useTranslation()
  const { data: teams } = useQuery(teamsQuery)
  return (
    <FormRow label={t('settings.inboxes.address')} hint={t('settings.inboxes.addressHint')}>
      <Field label={t('settings.inboxes.addressLabel')} error={error('address')}>
        {(ids) => (
          <Input
            {...ids}
            name="address"
            type="email"
            autoComplete="off"
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus={isNew}
            placeholder="support@example.ru"
            value={values.address}
            onChange={(event) => onAddress(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('settings.inboxes.name')} hint={t('settings.inboxes.nameHint')} error={error('name')}>
        {(ids) => (
          <Input
            {...ids}
            name="name"
            maxLength={120}
            value={values.name}
            onChange={(event) => onName(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('settings.inboxes.team')} hint={t('settings.inboxes.teamHint')}>
        {({ id }) => (
          <Select
            id={id}
            value={values.teamId}
            options={[
              { value: 0, label: t('ticket.noTeam') },
              ...(teams?.items ?? []).map((team) => ({ value: team.id, label: team.name })),
            ]}
            onChange={onTeam}
          />
        )}
      </Field>
    </FormRow>
  )
}
