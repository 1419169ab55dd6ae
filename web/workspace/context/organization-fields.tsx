import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { getOrganization } from '#contract/customers.ts'
import { call } from '../../api/call.ts'
import { useFields } from '../fields/use-fields.ts'
import { useCan } from '../session.ts'
import { OwnFields } from './own-fields.tsx'
import { organizationKey, useUpdateOrganization } from './use-update-customer.ts'

/** The desk's own fields of the customer's organization; nothing where the desk has none. */
export function OrganizationFields({ id, name }: { id: number; name: string }) {
  const { t } = useTranslation()
  const { fields } = useFields()
  const can = useCan()
  const update = useUpdateOrganization(id)
  const isNeeded = fields.some((field) => field.owner === 'organization' && field.shown !== 'never')
  const { data: organization } = useQuery({
    queryKey: organizationKey(id),
    queryFn: ({ signal }) => call(getOrganization, { params: { id } }, { signal }),
    enabled: isNeeded,
  })
  if (!isNeeded || !organization) return null
  return (
    <div className="mt-3 border-t border-line pt-3">
      <h3 className="mb-2 truncate text-sm font-medium text-ink-3">
        {t('customer.organization')}: {name}
      </h3>
      <dl className="flex flex-col gap-1.5">
        <OwnFields
          key={organization.id}
          owner="organization"
          values={organization.fields}
          isLocked={!can('customer.update')}
          onChange={(key, value) => update.mutate({ [key]: value })}
        />
      </dl>
    </div>
  )
}
