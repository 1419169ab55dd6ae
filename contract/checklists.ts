import * as z from 'zod'
import { ById, Empty, Id, Instant } from './common.ts'
import { route } from './route.ts'

const tag = 'checklists'
const Name = z.string().trim().min(1).max(200)
const ItemText = z.string().trim().min(1).max(500)

/** A template of the desk. */
export const Checklist = z.object({
  id: Id,
  name: z.string(),
  /** In their order. */
  items: z.array(z.string()),
  /** A ticket cannot be solved before everything is ticked. */
  isRequired: z.boolean(),
  position: z.int(),
  isArchived: z.boolean(),
  /** Goes up with every change but that of its place. */
  version: z.int(),
})
export type Checklist = z.infer<typeof Checklist>
const Checklists = z.object({ items: z.array(Checklist) })

/** One that was started on a ticket: what the template said then. */
export const TicketChecklist = z.object({
  id: Id,
  /** Where it was started; another ticket for one that came along when tickets were merged. */
  ticketId: Id,
  checklistId: Id,
  name: z.string(),
  isRequired: z.boolean(),
  startedAt: Instant,
  items: z.array(
    z.object({
      id: Id,
      text: z.string(),
      doneAt: Instant.nullable(),
      /** Null as long as it is not ticked. */
      doneBy: z.object({ id: Id, name: z.string() }).nullable(),
    }),
  ),
})
export type TicketChecklist = z.infer<typeof TicketChecklist>
const TicketChecklists = z.object({ items: z.array(TicketChecklist) })

export const listChecklists = route({
  method: 'GET',
  path: '/checklists',
  summary: 'The desk’s checklists, archived ones too',
  tag,
  access: 'ticket.read',
  response: Checklists,
})
export const createChecklist = route({
  method: 'POST',
  path: '/checklists',
  summary: 'Add a checklist',
  tag,
  access: 'automation.manage',
  status: 201,
  body: z.object({
    name: Name,
    items: z.array(ItemText).min(1).max(100),
    isRequired: z.boolean().default(false),
  }),
  response: Checklist,
})
export const updateChecklist = route({
  method: 'PATCH',
  path: '/checklists/:id',
  summary:
    'Change a checklist; those that were started stay as they are. `version_conflict` when somebody changed it since',
  tag,
  access: 'automation.manage',
  params: ById,
  body: z.object({
    version: z.int(),
    name: Name.optional(),
    items: z.array(ItemText).min(1).max(100).optional(),
    isRequired: z.boolean().optional(),
    isArchived: z.boolean().optional(),
  }),
  response: Checklist,
})
export const orderChecklists = route({
  method: 'PUT',
  path: '/checklists/order',
  summary: 'Put the checklists into this order; those that are left out follow',
  tag,
  access: 'automation.manage',
  body: z.object({ ids: z.array(Id).max(500) }),
  response: Checklists,
})

export const listTicketChecklists = route({
  method: 'GET',
  path: '/tickets/:id/checklists',
  summary: 'Checklists started on a ticket, and on those merged into it',
  tag,
  access: 'ticket.read',
  params: ById,
  response: TicketChecklists,
})
export const startChecklist = route({
  method: 'POST',
  path: '/tickets/:id/checklists',
  summary:
    'Start a checklist on a ticket; `already_exists` while one of the same is unfinished there, `too_many_checklists` with 50, `ticket_merged` for one that went into another',
  tag,
  access: 'ticket.update',
  status: 201,
  params: ById,
  body: z.object({ checklistId: Id }),
  response: TicketChecklists,
})
export const tickChecklistItem = route({
  method: 'PATCH',
  path: '/checklist-items/:id',
  summary: 'Tick an item of a started checklist, or take the tick back',
  tag,
  access: 'ticket.update',
  params: ById,
  body: z.object({ isDone: z.boolean() }),
  response: TicketChecklist,
})
export const removeTicketChecklist = route({
  method: 'DELETE',
  path: '/ticket-checklists/:id',
  summary: 'Take a started checklist off its ticket',
  tag,
  access: 'ticket.update',
  params: ById,
  response: Empty,
})
