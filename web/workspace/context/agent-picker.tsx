import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { Picker, type PickerItem } from '../../ui/picker.tsx'
import { AgentMark } from '../attendance/agent-mark.tsx'
import { useDesk } from '../desk.ts'
import { useSession } from '../session.ts'

/** Zero stands for nobody: a list of choices has no room for null. */
const nobody = 0

/** Whose ticket it is: oneself first, then the team's people, then everybody else. */
export function AgentPicker({
  value,
  teamId,
  onPick,
  trigger,
  isOpen,
  onOpenChange,
  align,
}: {
  value: number | null
  teamId: number | null
  onPick: (agentId: number | null) => void
  trigger: ReactElement
  isOpen?: boolean
  onOpenChange?: (open: boolean) => void
  align?: 'start' | 'end'
}) {
  const { t } = useTranslation()
  const { desk } = useDesk()
  const { agent } = useSession()
  const members = desk.teams.find((team) => team.id === teamId)?.memberIds ?? []
  const rank = (id: number) => (id === agent.id ? 0 : members.includes(id) ? 1 : 2)
  const items: PickerItem<number>[] = desk.agents
    .filter((each) => each.isActive || each.id === value)
    .toSorted((a, b) => rank(a.id) - rank(b.id) || a.name.localeCompare(b.name))
    .map((each) => ({
      value: each.id,
      label: each.name,
      mark: <AgentMark agentId={each.id} name={each.name} />,
      hint:
        each.id === agent.id && each.id !== value ? t('ticket.takeMyself').toLocaleLowerCase() : undefined,
    }))
  return (
    <Picker
      items={[
        ...items,
        {
          value: nobody,
          label: t('ticket.nobody'),
          mark: <span className="size-6 flex-none rounded-full border border-dashed border-line-strong" />,
        },
      ]}
      value={value ?? nobody}
      onPick={(id) => onPick(id === nobody ? null : id)}
      placeholder={t('ticket.searchAgents')}
      trigger={trigger}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      align={align}
    />
  )
}
