import * as z from 'zod'
import { ById, Instant } from './common.ts'
import { route } from './route.ts'
import { Ticket } from './tickets.ts'

const tag = 'tickets'

export const freezeTicket = route({
  method: 'POST',
  path: '/tickets/:id/freeze',
  summary: 'Put a ticket aside until a moment; it comes back by itself then, or when the customer writes',
  tag,
  access: 'ticket.update',
  params: ById,
  /** A year ahead at most. */
  body: z.object({ until: Instant }),
  response: Ticket,
})
export const unfreezeTicket = route({
  method: 'POST',
  path: '/tickets/:id/unfreeze',
  summary: 'Bring a frozen ticket back to the status it had',
  tag,
  access: 'ticket.update',
  params: ById,
  response: Ticket,
})
