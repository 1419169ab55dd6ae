import type { ReactNode } from 'react'
import type { Ticket } from '#contract/tickets.ts'
import { classNames } from '../../ui/class-names.ts'
import { useCan } from '../session.ts'
import { CustomerCard } from './customer-card.tsx'
import { PastTickets } from './past-tickets.tsx'
import { TicketFields } from './ticket-fields.tsx'

export function Section({ title, end, children }: { title?: string; end?: ReactNode; children: ReactNode }) {
  return (
    <section className="border-b border-line p-4 last:border-0">
      {title && (
        <h2 className="mb-2 flex text-sm font-medium text-ink-3">
          {title}
          {end !== undefined && <span className="numeric ml-auto font-normal">{end}</span>}
        </h2>
      )}
      {children}
    </section>
  )
}

/** A name and its value, in the two columns of the context. */
export function Fact({
  label,
  children,
  className,
}: {
  label: ReactNode
  children: ReactNode
  className?: string
}) {
  return (
    <div className={classNames('grid grid-cols-[96px_minmax(0,1fr)] items-start gap-2', className)}>
      <dt className="py-0.5 text-ink-3">{label}</dt>
      <dd className="flex min-h-6 min-w-0 flex-wrap items-center gap-1.5">{children}</dd>
    </div>
  )
}

/** What is known about the ticket and about who asks. */
export function ContextColumn({ ticket }: { ticket: Ticket }) {
  const can = useCan()
  return (
    <>
      <TicketFields ticket={ticket} />
      {can('customer.read') && <CustomerCard ticket={ticket} />}
      <PastTickets ticket={ticket} />
    </>
  )
}
