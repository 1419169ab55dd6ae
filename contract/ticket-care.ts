import * as z from 'zod'
import { ById, Id, Instant } from './common.ts'
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

/** One ticket that went into another. */
export const TicketMerge = z.object({
  id: Id,
  source: z.object({ id: Id, number: z.string(), subject: z.string() }),
  mergedAt: Instant,
  mergedBy: z.object({ id: Id, name: z.string() }).nullable(),
  /** Posts that came with it. */
  postCount: z.int(),
  /** Within 30 days, and as long as neither has gone into another ticket since. */
  canUndo: z.boolean(),
})
export type TicketMerge = z.infer<typeof TicketMerge>

export const mergeTickets = route({
  method: 'POST',
  path: '/tickets/:id/merge',
  summary:
    'Merge tickets into this one: their posts, files, participants, followers and tags come here, they are closed and lead here',
  tag,
  access: 'ticket.update',
  params: ById,
  body: z.object({ sourceIds: z.array(Id).min(1).max(50) }),
  response: Ticket,
})
export const listMerges = route({
  method: 'GET',
  path: '/tickets/:id/merges',
  summary: 'The tickets that went into this one',
  tag,
  access: 'ticket.read',
  params: ById,
  response: z.object({ items: z.array(TicketMerge) }),
})
export const undoMerge = route({
  method: 'POST',
  path: '/ticket-merges/:id/undo',
  summary:
    'Take two tickets apart again; what was written since the merge stays in the one it was written in',
  tag,
  access: 'ticket.update',
  params: ById,
  response: Ticket,
})
