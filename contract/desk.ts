import * as z from 'zod'
import { ById, Empty, Id, Language, Names } from './common.ts'
import { route } from './route.ts'

const tag = 'desk'

export const StatusCategory = z.enum(['new', 'open', 'paused', 'solved', 'closed'])
export type StatusCategory = z.infer<typeof StatusCategory>
export const Priority = z.enum(['low', 'medium', 'high', 'critical'])
export type Priority = z.infer<typeof Priority>

export const TicketStatus = z.object({
  id: Id,
  category: StatusCategory,
  names: Names,
  isDefault: z.boolean(),
  position: z.int(),
})
export type TicketStatus = z.infer<typeof TicketStatus>
export const TicketCategory = z.object({ id: Id, parentId: Id.nullable(), names: Names, position: z.int() })
export type TicketCategory = z.infer<typeof TicketCategory>

export const LetterCopies = z.enum(['one_ticket', 'ticket_each'])
export type LetterCopies = z.infer<typeof LetterCopies>

/** The words the desk is made of: everything the workspace needs to name what it shows. */
export const Desk = z.object({
  name: z.string(),
  language: Language,
  ticketPrefix: z.string(),
  /** A letter to two inboxes: one ticket that both see, or one for each. */
  letterCopies: LetterCopies,
  /** Where moments are told to whoever has named no zone of their own; null: as in the desk's first calendar. */
  timeZone: z.string().nullable(),
  statuses: z.array(TicketStatus),
  categories: z.array(TicketCategory),
  teams: z.array(z.object({ id: Id, name: z.string(), isIsolated: z.boolean(), memberIds: z.array(Id) })),
  agents: z.array(z.object({ id: Id, name: z.string(), isActive: z.boolean() })),
  inboxes: z.array(z.object({ id: Id, name: z.string(), address: z.string() })),
  tags: z.array(z.string()),
  /** Started with --demo: made-up people, and a playground where one writes to the desk as they do. */
  isDemo: z.boolean(),
})
export type Desk = z.infer<typeof Desk>

export const getDesk = route({
  method: 'GET',
  path: '/desk',
  summary: 'Statuses, categories, teams, agents, inboxes, tags',
  tag,
  access: 'signed-in',
  response: Desk,
})
export const updateDesk = route({
  method: 'PATCH',
  path: '/desk',
  summary:
    'Change the name, the language, the time zone or the ticket prefix of the desk, or what a letter to two inboxes becomes',
  tag,
  access: 'desk.manage',
  body: z.object({
    name: z.string().trim().min(1).max(120).optional(),
    language: Language.optional(),
    ticketPrefix: z
      .string()
      .trim()
      .regex(/^[A-Za-zА-Яа-яЁё][A-Za-zА-Яа-яЁё0-9]{0,9}$/)
      .optional(),
    letterCopies: LetterCopies.optional(),
    timeZone: z.string().min(1).max(64).nullable().optional(),
  }),
  response: Desk,
})

export const createStatus = route({
  method: 'POST',
  path: '/statuses',
  summary: 'Add a status',
  tag,
  access: 'desk.manage',
  status: 201,
  body: z.object({ category: StatusCategory, names: Names }),
  response: TicketStatus,
})
export const updateStatus = route({
  method: 'PATCH',
  path: '/statuses/:id',
  summary: 'Rename or move a status, or make it its category’s default',
  tag,
  access: 'desk.manage',
  params: ById,
  body: z.object({
    names: Names.optional(),
    position: z.int().min(0).max(10_000).optional(),
    isDefault: z.literal(true).optional(),
  }),
  response: TicketStatus,
})
export const archiveStatus = route({
  method: 'DELETE',
  path: '/statuses/:id',
  summary: 'Archive a status; its tickets take the category’s default',
  tag,
  access: 'desk.manage',
  params: ById,
  response: Empty,
})

export const createCategory = route({
  method: 'POST',
  path: '/categories',
  summary: 'Add a ticket category',
  tag,
  access: 'desk.manage',
  status: 201,
  body: z.object({ parentId: Id.nullable(), names: Names }),
  response: TicketCategory,
})
export const updateCategory = route({
  method: 'PATCH',
  path: '/categories/:id',
  summary: 'Rename or move a ticket category',
  tag,
  access: 'desk.manage',
  params: ById,
  body: z.object({
    parentId: Id.nullable().optional(),
    names: Names.optional(),
    position: z.int().min(0).max(10_000).optional(),
  }),
  response: TicketCategory,
})
export const archiveCategory = route({
  method: 'DELETE',
  path: '/categories/:id',
  summary: 'Archive a ticket category and what lies below it',
  tag,
  access: 'desk.manage',
  params: ById,
  response: Empty,
})
