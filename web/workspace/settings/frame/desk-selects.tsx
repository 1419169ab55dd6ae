import { useTranslation } from 'react-i18next'
import { Select } from '../../../ui/select.tsx'
import { useDesk } from '../../desk.ts'

interface Props {
  id: string
  /** Null for whichever. */
  value: number | null
  onChange: (id: number | null) => void
}

/** Whose something becomes. */
export function TeamSelect({ id, value, onChange }: Props) {
  const { t } = useTranslation()
  const { desk } = useDesk()
  return (
    <Select<number>
      id={id}
      value={value ?? 0}
      options={[
        { value: 0, label: t('settings.chats.anyTeam') },
        ...desk.teams.map((team) => ({ value: team.id, label: team.name })),
      ]}
      onChange={(next) => onChange(next || null)}
    />
  )
}

/** Where letters go from. */
export function InboxSelect({ id, value, onChange }: Props) {
  const { t } = useTranslation()
  const { desk } = useDesk()
  return (
    <Select<number>
      id={id}
      value={value ?? 0}
      options={[
        { value: 0, label: t('settings.chats.anyInbox') },
        ...desk.inboxes.map((inbox) => ({ value: inbox.id, label: `${inbox.name} · ${inbox.address}` })),
      ]}
      onChange={(next) => onChange(next || null)}
    />
  )
}
