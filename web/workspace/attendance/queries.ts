import { queryOptions } from '@tanstack/react-query'
import { getOwnAttendance, listAgentStatuses, listAttendance } from '#contract/attendance.ts'
import { getRoutingBoard, getTicketRouting } from '#contract/routing.ts'
import { call } from '../../api/call.ts'

export const ownAttendanceQuery = queryOptions({
  queryKey: ['attendance', 'own'],
  queryFn: ({ signal }) => call(getOwnAttendance, {}, { signal }),
})

/** Who is here; asked for while it is looked at. */
export const attendanceQuery = queryOptions({
  queryKey: ['attendance', 'all'],
  queryFn: ({ signal }) => call(listAttendance, {}, { signal }),
  staleTime: 10_000,
})

export const agentStatusesQuery = queryOptions({
  queryKey: ['attendance', 'statuses'],
  queryFn: ({ signal }) => call(listAgentStatuses, {}, { signal }),
  staleTime: 60_000,
})

export const boardQuery = queryOptions({
  queryKey: ['attendance', 'board'],
  queryFn: ({ signal }) => call(getRoutingBoard, {}, { signal }),
})

/** Under the ticket's own key: what makes the ticket stale makes this stale. */
export const ticketRoutingQuery = (id: number) =>
  queryOptions({
    queryKey: ['ticket', id, 'routing'],
    queryFn: ({ signal }) => call(getTicketRouting, { params: { id } }, { signal }),
  })
