import * as z from 'zod'
import { ById, Id } from './common.ts'
import { route } from './route.ts'

export const Presence = z.object({
  items: z.array(z.object({ agentId: Id, name: z.string(), isWriting: z.boolean() })),
})
export type Presence = z.infer<typeof Presence>
export const getPresence = route({
  method: 'GET',
  path: '/tickets/:id/presence',
  summary: 'Who else has the ticket open now',
  tag: 'tickets',
  access: 'ticket.read',
  params: ById,
  response: Presence,
})
