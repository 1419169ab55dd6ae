import * as z from 'zod'
import { ById, Id, IdInPath, Instant, PageQuery, page } from './common.ts'
import { route } from './route.ts'

const tag = 'letters'

export const LetterState = z.enum(['received', 'new_ticket', 'threaded', 'ignored', 'quarantined'])
export const InboundLetter = z.object({
  id: Id,
  inboxId: Id,
  receivedAt: Instant,
  state: LetterState,
  /** The rule that decided: a key of `letterReason` in locales/. */
  reason: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  from: z.string().nullable(),
  subject: z.string().nullable(),
  messageId: z.string().nullable(),
  ticketId: Id.nullable(),
  attempts: z.int(),
  sizeBytes: z.int(),
})
export type InboundLetter = z.infer<typeof InboundLetter>
export const listLetters = route({
  method: 'GET',
  path: '/letters',
  summary: 'The ledger of received letters, newest first',
  tag,
  access: 'inbox.manage',
  query: PageQuery.extend({ state: LetterState.optional(), inboxId: IdInPath.optional() }),
  response: page(InboundLetter),
})
export const replayLetter = route({
  method: 'POST',
  path: '/letters/:id/replay',
  summary: 'Process a quarantined or ignored letter again',
  tag,
  access: 'inbox.manage',
  params: ById,
  response: InboundLetter,
})
/** Answered with message/rfc822, not with JSON. */
export const downloadLetter = route({
  method: 'GET',
  path: '/letters/:id/raw',
  summary: 'A letter as it arrived',
  tag,
  access: 'inbox.manage',
  params: ById,
  response: z.unknown(),
})
