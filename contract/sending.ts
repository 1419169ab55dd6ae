import * as z from 'zod'
import { ById, Instant, PersonAddress } from './common.ts'
import { Draft } from './drafts.ts'
import { route } from './route.ts'
import { ChosenRecipients, IfCustomerWrites, Reply } from './tickets.ts'

const tag = 'tickets'

export const getRecipients = route({
  method: 'GET',
  path: '/tickets/:id/recipients',
  summary: 'Whom a reply goes to by default',
  tag,
  access: 'ticket.read',
  params: ById,
  response: z.object({ to: z.array(PersonAddress), cc: z.array(PersonAddress) }),
})

/** One address of a reply that is about to be sent, and what its writer should know of it. */
export const Recipient = PersonAddress.extend({
  /** `ours`: an inbox of this desk. `outside`: neither the customer, nor their organization, nor a colleague. */
  standing: z.enum(['customer', 'organization', 'colleague', 'outside', 'ours']),
  /** Has had no part in the conversation so far. */
  isNew: z.boolean(),
  /** Why letters to it come back; null when nothing is known against it. */
  blocked: z.string().nullable(),
  /** What was probably meant, when the address looks mistyped. */
  suggestion: z.string().nullable(),
})
export type Recipient = z.infer<typeof Recipient>
export const Recipients = z.object({
  to: z.array(Recipient),
  cc: z.array(Recipient),
  bcc: z.array(Recipient),
  /** Whom the usual recipients have and these have not. */
  removed: z.array(PersonAddress),
})
export type Recipients = z.infer<typeof Recipients>
export const checkRecipients = route({
  method: 'POST',
  path: '/tickets/:id/recipients',
  summary:
    'Who would get a reply: who is new, who is outside, what looks mistyped. Without a body, the usual ones',
  tag,
  access: 'ticket.read',
  params: ById,
  body: z.object({ chosen: ChosenRecipients.nullable().default(null) }),
  response: Recipients,
})

export const cancelReply = route({
  method: 'POST',
  path: '/replies/:id/cancel',
  summary: 'Stop a reply that still waits; asked again, it answers the same',
  tag,
  access: 'ticket.reply',
  params: ById,
  body: z.object({
    /** Words, files and recipients become the caller’s draft again. */
    isReturned: z.boolean().default(false),
  }),
  response: z.object({ reply: Reply, draft: Draft.nullable() }),
})
export const scheduleReply = route({
  method: 'PUT',
  path: '/replies/:id/schedule',
  summary: 'Give a scheduled or a held reply another time',
  tag,
  access: 'ticket.reply',
  params: ById,
  body: z.object({ sendAt: Instant, ifCustomerWrites: IfCustomerWrites.optional() }),
  response: Reply,
})
export const sendReplyNow = route({
  method: 'POST',
  path: '/replies/:id/send-now',
  summary: 'Send a reply that waits without waiting any longer',
  tag,
  access: 'ticket.reply',
  params: ById,
  response: Reply,
})
