import * as z from 'zod'
import { IdInPath } from './common.ts'
import { Priority, StatusCategory } from './desk.ts'

/** What narrows a list of tickets, in its address. */
export const TicketFilter = z.object({
  view: z.enum(['mine', 'unassigned', 'team', 'all']).default('all'),
  /** With view=team. */
  teamId: IdInPath.optional(),
  status: z.enum(['open', 'any', ...StatusCategory.options]).default('open'),
  priority: Priority.optional(),
  assigneeId: IdInPath.optional(),
  customerId: IdInPath.optional(),
  categoryId: IdInPath.optional(),
  tag: z.string().max(60).optional(),
  isUnread: z.stringbool().optional(),
  /** Its nearest deadline has passed. */
  isOverdue: z.stringbool().optional(),
  /** Put aside until a moment. */
  isFrozen: z.stringbool().optional(),
  /** By the customer's latest score: `rated` has any, `low` one the desk calls low. */
  rating: z.enum(['rated', 'good', 'low']).optional(),
})
export type TicketFilter = z.output<typeof TicketFilter>
export const TicketSort = z.enum(['activity', 'created', 'waiting', 'priority', 'due'])
export type TicketSort = z.infer<typeof TicketSort>
