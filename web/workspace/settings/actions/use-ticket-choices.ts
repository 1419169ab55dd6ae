import { useTranslation } from 'react-i18next'
import type { PickerItem } from '../../../ui/picker.tsx'
import { useDesk } from '../../desk.ts'

/** Stands for "nothing chosen" where a list has numbers; no id is 0. */
export const nobody = 0

/** What the fields of a ticket that point somewhere can be; who has left is chosen no more. */
export function useTicketChoices(): Record<
  'status' | 'category' | 'team' | 'assignee',
  PickerItem<number>[]
> {
  const { t } = useTranslation()
  const { desk, statuses, statusName, categoryItems } = useDesk()
  return {
    status: statuses.map((status) => ({ value: status.id, label: statusName(status.id) })),
    category: [{ value: nobody, label: t('rules.none.category') }, ...categoryItems],
    team: [
      { value: nobody, label: t('rules.none.team') },
      ...desk.teams.map(({ id, name }) => ({ value: id, label: name })),
    ],
    assignee: [
      { value: nobody, label: t('rules.none.assignee') },
      ...desk.agents.filter((agent) => agent.isActive).map(({ id, name }) => ({ value: id, label: name })),
    ],
  }
}
