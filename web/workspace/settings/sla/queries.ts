import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { getOrganization, listOrganizations } from '#contract/customers.ts'
import { listFields } from '#contract/fields.ts'
import { listSlaPolicies, previewSlaPolicy, type SlaPolicyInput } from '#contract/sla.ts'
import { call } from '../../../api/call.ts'

export const policiesQuery = queryOptions({
  queryKey: ['settings', 'sla'],
  queryFn: ({ signal }) => call(listSlaPolicies, {}, { signal }),
  // While clocks are being counted anew, one wants to see how far that is.
  refetchInterval: ({ state }) => (state.data?.recomputation.state === 'running' ? 1_000 : 30_000),
})

/** What a change of a policy would do, or archiving it (null); counted on the server, nothing is changed. */
export const previewQuery = (policyId: number | null, policy: SlaPolicyInput | null, includesOpen: boolean) =>
  queryOptions({
    queryKey: ['settings', 'sla-preview', policyId, policy, includesOpen],
    queryFn: ({ signal }) =>
      call(
        previewSlaPolicy,
        {
          body: { policyId, policy: policy && { ...policy, name: policy.name.trim() || '—' }, includesOpen },
        },
        { signal },
      ),
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  })

export const fieldsQuery = queryOptions({
  queryKey: ['settings', 'fields', 'for-sla'],
  queryFn: ({ signal }) => call(listFields, {}, { signal }),
})

/** Organizations that the typed words find. */
export const organizationsQuery = (q: string) =>
  queryOptions({
    queryKey: ['settings', 'sla-organizations', q],
    queryFn: ({ signal }) => call(listOrganizations, { query: { q: q || undefined, limit: 50 } }, { signal }),
    placeholderData: keepPreviousData,
  })
export const organizationQuery = (id: number) =>
  queryOptions({
    queryKey: ['settings', 'sla-organization', id],
    queryFn: ({ signal }) => call(getOrganization, { params: { id } }, { signal }),
    staleTime: 300_000,
    retry: false,
  })
