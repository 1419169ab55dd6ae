import { useQuery } from '@tanstack/react-query'
import { Avatar } from '../../ui/avatar.tsx'
import { attendanceQuery } from './queries.ts'
import { StatusDot } from './status-dot.tsx'
import { useStatusName } from './use-status-name.ts'

/** An agent's picture with a dot that says whether they are here; for lists of people to choose from. */
export function AgentMark({ agentId, name }: { agentId: number; name: string }) {
  const { data } = useQuery(attendanceQuery)
  const statusName = useStatusName()
  const own = data?.items.find((each) => each.agentId === agentId)
  return (
    <span className="relative flex-none" title={own && statusName(own.statusId)}>
      <Avatar name={name} />
      {own && (
        <span className="absolute -right-0.5 -bottom-0.5 rounded-full bg-app p-px">
          <StatusDot meaning={own.meaning} className="block" />
        </span>
      )}
    </span>
  )
}
