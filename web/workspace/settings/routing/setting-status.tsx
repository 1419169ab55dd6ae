import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { setAgentStatus } from '#contract/attendance.ts'
import type { RoutingBoard } from '#contract/routing.ts'
import { call } from '../../../api/call.ts'
import { IconButton } from '../../../ui/button.tsx'
import { Menu, MenuChoices, MenuGroup } from '../../../ui/menu.tsx'
import { agentStatusesQuery } from '../../attendance/queries.ts'
import { StatusDot } from '../../attendance/status-dot.tsx'
import { useStatusName } from '../../attendance/use-status-name.ts'
import { queryClient } from '../../query-client.ts'
import { useChange } from '../use-change.ts'

const automatic = 0

/** A lead sets somebody's status: who went home and left the desk open. */
export function SettingStatus({
  one,
  className,
}: {
  one: RoutingBoard['agents'][number]
  className?: string
}) {
  const { t } = useTranslation()
  const statusName = useStatusName()
  const { data } = useQuery(agentStatusesQuery)
  const change = useChange({
    send: (id: number) =>
      call(setAgentStatus, { params: { id: one.agentId }, body: { statusId: id === automatic ? null : id } }),
    onDone: () => void queryClient.invalidateQueries({ queryKey: ['attendance'] }),
  })
  const label = t('settings.routing.board.setStatus')
  return (
    <span className={className}>
      <Menu align="end" trigger={<IconButton icon="more" label={`${label}: ${one.name}`} />}>
        <MenuGroup label={label}>
          <MenuChoices<number>
            value={one.isByHand ? one.statusId : automatic}
            label={label}
            choices={[
              {
                value: automatic,
                label: t('attendance.automatic'),
                mark: <StatusDot meaning={one.presence} className="opacity-60" />,
              },
              ...(data?.items ?? []).map((status) => ({
                value: status.id,
                label: statusName(status.id),
                mark: <StatusDot meaning={status.meaning} />,
              })),
            ]}
            onChoose={(id) => change.mutate(id)}
          />
        </MenuGroup>
      </Menu>
    </span>
  )
}
