import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type Customer, getOrganization, updateCustomer, updateOrganization } from '#contract/customers.ts'
import type { FieldChanges } from '#contract/fields.ts'
import { call } from '../../api/call.ts'
import { customerQuery } from '../queries.ts'
import { queryClient } from '../query-client.ts'
import { useSayFailure } from '../ticket/use-say-failure.ts'

/** Changes something of a customer; what somebody else has changed meanwhile is shown, not overwritten. */
export function useUpdateCustomer(id: number) {
  const { t } = useTranslation()
  const sayFailure = useSayFailure()
  const key = customerQuery(id).queryKey
  return useMutation({
    scope: { id: `customer ${id}` },
    mutationFn: (changes: { fields?: FieldChanges; isManager?: boolean }): Promise<Customer> => {
      const version = queryClient.getQueryData(key)?.version ?? 0
      return call(updateCustomer, { params: { id }, body: { version, ...changes } })
    },
    onSuccess: (customer) => {
      queryClient.setQueryData(key, customer)
    },
    onError: (error) => {
      sayFailure(error, t('ticket.notChanged'))
      void queryClient.invalidateQueries({ queryKey: key })
    },
  })
}

export const organizationKey = (id: number) => ['organization', id] as const

/** The same of an organization. */
export function useUpdateOrganization(id: number) {
  const { t } = useTranslation()
  const sayFailure = useSayFailure()
  return useMutation({
    scope: { id: `organization ${id}` },
    mutationFn: async (fields: FieldChanges) => {
      const { version } = await queryClient.fetchQuery({
        queryKey: organizationKey(id),
        queryFn: () => call(getOrganization, { params: { id } }),
      })
      return call(updateOrganization, { params: { id }, body: { version, fields } })
    },
    onSuccess: (organization) => {
      queryClient.setQueryData(organizationKey(id), organization)
    },
    onError: (error) => {
      sayFailure(error, t('ticket.notChanged'))
      void queryClient.invalidateQueries({ queryKey: organizationKey(id) })
    },
  })
}
