import type { Ticket } from '#contract/tickets.ts'
import { useCan } from '../session.ts'
import { Checklists } from './checklists.tsx'
import { CustomerCard } from './customer-card.tsx'
import { CustomerKeys } from './customer-keys.tsx'
import { MergedTickets } from './merged-tickets.tsx'
import { PastTickets } from './past-tickets.tsx'
import { TicketFormFacts } from './ticket-form.tsx'
import { Scores } from './scores.tsx'
import { TicketFields } from './ticket-fields.tsx'

/** What is known about the ticket and about who asks. */
export function ContextColumn({ ticket }: { ticket: Ticket }) {
  const can = useCan()
  return (
    <>
      <TicketFields ticket={ticket} />
      <Checklists ticket={ticket} />
      <Scores ticket={ticket} />
      {can('customer.read') && <CustomerCard ticket={ticket} />}
      {can('customer.read') && <CustomerKeys ticket={ticket} />}
      <TicketFormFacts ticket={ticket} />
      <MergedTickets ticket={ticket} />
      <PastTickets ticket={ticket} />
    </>
  )
}
