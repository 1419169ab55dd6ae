import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Ticket } from '#contract/tickets.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Checkbox } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useDates } from '../../ui/use-dates.ts'
import { customerQuery } from '../queries.ts'
import { useCan } from '../session.ts'
import { OrganizationFields } from './organization-fields.tsx'
import { OwnFields } from './own-fields.tsx'
import { Fact, Section } from './section.tsx'
import { useUpdateCustomer } from './use-update-customer.ts'
import { nameless } from '../ticket/nameless.ts'

/** Who asks: name, organization, every address they are known by. */
export function CustomerCard({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation()
  const dates = useDates()
  const can = useCan()
  const update = useUpdateCustomer(ticket.customer.id)
  const { data: customer } = useQuery(customerQuery(ticket.customer.id))
  const name = ticket.customer.name || ticket.customer.email || nameless(t, ticket.source)
  const addresses = customer?.addresses ?? []
  return (
    <Section>
      <h2 className="sr-only">{t('customer.section')}</h2>
      <div className="mb-3 flex items-center gap-2.5">
        <Avatar name={name} size="lg" />
        <div className="min-w-0">
          <div className="truncate font-semibold">{name}</div>
          {customer?.organization && <div className="truncate text-ink-3">{customer.organization.name}</div>}
        </div>
      </div>
      <dl className="flex flex-col gap-1.5">
        {addresses.map((each) => (
          <Fact key={each.value} label={t(each.kind === 'email' ? 'customer.email' : 'customer.phone')}>
            <a
              href={
                each.kind === 'email' ? `mailto:${each.value}` : `tel:${each.value.replace(/[^\d+]/g, '')}`
              }
              className="inline-flex max-w-full min-w-0 items-center gap-1.5 hover:text-accent"
            >
              <Icon name={each.kind === 'email' ? 'mail' : 'phone'} size={14} className="text-ink-3" />
              <span className="truncate" title={each.value}>
                {each.value}
              </span>
            </a>
          </Fact>
        ))}
        {customer && <Fact label={t('customer.since')}>{dates.day(customer.createdAt)}</Fact>}
        {customer?.remark && (
          <Fact label={t('customer.note')}>
            <span className="break-words whitespace-pre-line">{customer.remark}</span>
          </Fact>
        )}
        {customer && (
          <OwnFields
            key={customer.id}
            owner="customer"
            values={customer.fields}
            isLocked={!can('customer.update')}
            onChange={(key, value) => update.mutate({ fields: { [key]: value } })}
          />
        )}
      </dl>
      {customer?.organization && <OrganizationFields {...customer.organization} />}
      {customer?.organization && (can('customer.update') || customer.isManager) && (
        <div className="mt-3">
          <Checkbox
            label={t('customer.isManager')}
            checked={
              update.isPending ? (update.variables.isManager ?? customer.isManager) : customer.isManager
            }
            disabled={!can('customer.update')}
            onChange={(event) => update.mutate({ isManager: event.target.checked })}
          />
        </div>
      )}
    </Section>
  )
}
