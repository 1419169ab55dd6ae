import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { listCalendars } from '#contract/calendars.ts'
import { listAbsences, listAgentStatusLog } from '#contract/attendance.ts'
import { getRoutingSettings, listAgentSeats, listRoutingPolicies, listSkills } from '#contract/routing.ts'
import { call } from '../../../api/call.ts'

export const policiesQuery = queryOptions({
  queryKey: ['settings', 'routing', 'policies'],
  queryFn: ({ signal }) => call(listRoutingPolicies, {}, { signal }),
})
export const seatsQuery = queryOptions({
  queryKey: ['settings', 'routing', 'seats'],
  queryFn: ({ signal }) => call(listAgentSeats, {}, { signal }),
})
export const absencesQuery = queryOptions({
  queryKey: ['settings', 'routing', 'absences'],
  queryFn: ({ signal }) => call(listAbsences, {}, { signal }),
})
export const skillsQuery = queryOptions({
  queryKey: ['settings', 'routing', 'skills'],
  queryFn: ({ signal }) => call(listSkills, {}, { signal }),
})
export const routingSettingsQuery = queryOptions({
  queryKey: ['settings', 'routing', 'settings'],
  queryFn: ({ signal }) => call(getRoutingSettings, {}, { signal }),
})
export const calendarNamesQuery = queryOptions({
  queryKey: ['settings', 'routing', 'calendars'],
  queryFn: ({ signal }) => call(listCalendars, {}, { signal }),
})
export const statusLogQuery = (agentId: number) =>
  infiniteQueryOptions({
    queryKey: ['attendance', 'log', agentId],
    queryFn: ({ signal, pageParam }) =>
      call(listAgentStatusLog, { query: { agentId, cursor: pageParam, limit: 50 } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
