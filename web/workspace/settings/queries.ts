import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { listAudit } from '#contract/audit.ts'
import { listAgents, listApiKeys, listRoles, listSessions, listTeams } from '#contract/identity.ts'
import { listOwnAddresses } from '#contract/agent-addresses.ts'
import { listInboxes } from '#contract/inboxes.ts'
import { getSystem, listJobs } from '#contract/system.ts'
import { call } from '../../api/call.ts'

/** Every read of Settings. All keys begin with `settings`. */
export const inboxesQuery = queryOptions({
  queryKey: ['settings', 'inboxes'],
  queryFn: ({ signal }) => call(listInboxes, {}, { signal }),
  // Health is worth seeing as it is: a mailbox may fall silent while one looks.
  refetchInterval: 15_000,
})

export const agentsQuery = queryOptions({
  queryKey: ['settings', 'agents'],
  queryFn: ({ signal }) => call(listAgents, {}, { signal }),
})

export const rolesQuery = queryOptions({
  queryKey: ['settings', 'roles'],
  queryFn: ({ signal }) => call(listRoles, {}, { signal }),
})

export const teamsQuery = queryOptions({
  queryKey: ['settings', 'teams'],
  queryFn: ({ signal }) => call(listTeams, {}, { signal }),
})

export const apiKeysQuery = queryOptions({
  queryKey: ['settings', 'api-keys'],
  queryFn: ({ signal }) => call(listApiKeys, {}, { signal }),
})

export const sessionsQuery = queryOptions({
  queryKey: ['settings', 'sessions'],
  queryFn: ({ signal }) => call(listSessions, {}, { signal }),
})

export const auditQuery = (agentId: number | null) =>
  infiniteQueryOptions({
    queryKey: ['settings', 'audit', agentId],
    queryFn: ({ signal, pageParam }) =>
      call(listAudit, { query: { agentId: agentId ?? undefined, cursor: pageParam, limit: 50 } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })

export const systemQuery = queryOptions({
  queryKey: ['settings', 'system'],
  queryFn: ({ signal }) => call(getSystem, {}, { signal }),
  refetchInterval: 10_000,
})

export const jobsQuery = queryOptions({
  queryKey: ['settings', 'jobs'],
  queryFn: ({ signal }) => call(listJobs, {}, { signal }),
  refetchInterval: 10_000,
})

export const ownAddressesQuery = queryOptions({
  queryKey: ['settings', 'own-addresses'],
  queryFn: ({ signal }) => call(listOwnAddresses, {}, { signal }),
})
