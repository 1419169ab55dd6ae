import * as z from 'zod'
import { EmailAddress, Id, IdInPath, Instant, PageQuery, PersonAddress, page } from './common.ts'
import { LetterSource, MailSearch } from './letters.ts'
import { route } from './route.ts'

const tag = 'outbox'

/** `letter`: a reply's letter. `reply`: a reply whose letter is not written yet. `system`: a letter of the desk itself. */
export const OutboxKind = z.enum(['letter', 'reply', 'system'])
export type OutboxKind = z.infer<typeof OutboxKind>
export const OutboxState = z.enum([
  'scheduled',
  'held',
  'queued',
  'handing_over',
  'sent',
  'failed',
  'unconfirmed',
  'cancelled',
])
export type OutboxState = z.infer<typeof OutboxState>
export const OutboxAction = z.enum(['retry', 'resend', 'confirm', 'cancel'])
export type OutboxAction = z.infer<typeof OutboxAction>

export const OutboxLetter = z.object({
  kind: OutboxKind,
  id: Id,
  state: OutboxState,
  createdAt: Instant,
  sentAt: Instant.nullable(),
  nextTryAt: Instant.nullable(),
  attempts: z.int(),
  /** Null until an inbox is chosen, and for letters of the desk itself. */
  inboxId: Id.nullable(),
  ticketId: Id.nullable(),
  replyId: Id.nullable(),
  /** The ticket's subject; null for a letter of the desk itself, which is named by `template`. */
  subject: z.string().nullable(),
  template: z.string().nullable(),
  to: z.array(PersonAddress),
  agentName: z.string().nullable(),
  isAutomatic: z.boolean(),
  messageId: z.string().nullable(),
  /** A key of `delivery` in locales/; and what the other server said, word for word. */
  error: z.string().nullable(),
  detail: z.string().nullable(),
  /** The letter that this one repeats. */
  resendOfId: Id.nullable(),
  actions: z.array(OutboxAction),
})
export type OutboxLetter = z.infer<typeof OutboxLetter>

export const listOutbox = route({
  method: 'GET',
  path: '/outbox',
  summary: 'Everything that leaves the desk by e-mail, newest first',
  tag,
  access: 'inbox.manage',
  query: PageQuery.extend({
    /** `waiting` is whatever has not left yet; `attention` what failed or is in doubt. */
    state: z.enum(['waiting', 'attention', 'sent', 'cancelled']).optional(),
    kind: z.enum(['replies', 'automatic', 'system']).optional(),
    inboxId: IdInPath.optional(),
    /** Part of a recipient, a subject, a Message-ID or a ticket's number. */
    q: MailSearch.optional(),
    from: Instant.optional(),
    to: Instant.optional(),
  }),
  response: page(OutboxLetter),
})

const ByKindAndId = z.object({ kind: OutboxKind, id: IdInPath })
export const OutboxLetterInFull = z.object({
  letter: OutboxLetter,
  from: z.string().nullable(),
  cc: z.array(PersonAddress),
  bcc: z.array(PersonAddress),
  /** Recipients another server has taken already. */
  accepted: z.array(z.string()),
  handedOverAt: Instant.nullable(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  text: z.string().nullable(),
  files: z.array(z.object({ name: z.string(), sizeBytes: z.int() })),
  /** The other letters of the same reply. */
  others: z.array(z.object({ id: Id, state: OutboxState, createdAt: Instant })),
})
export type OutboxLetterInFull = z.infer<typeof OutboxLetterInFull>
export const getOutboxLetter = route({
  method: 'GET',
  path: '/outbox/:kind/:id',
  summary: 'One outgoing letter: recipients, headers, tries',
  tag,
  access: 'inbox.manage',
  params: ByKindAndId,
  response: OutboxLetterInFull,
})
export const getOutboxSource = route({
  method: 'GET',
  path: '/outbox/letter/:id/source',
  summary: 'The beginning of an outgoing letter, as it left or would leave, before it is signed or encrypted',
  tag,
  access: 'inbox.manage',
  params: z.object({ id: IdInPath }),
  response: LetterSource,
})
export const retryOutboxLetter = route({
  method: 'POST',
  path: '/outbox/:kind/:id/retry',
  summary: 'Try the same letter again now, under its own Message-ID',
  tag,
  access: 'inbox.manage',
  params: ByKindAndId,
  response: OutboxLetter,
})
export const resendOutboxLetter = route({
  method: 'POST',
  path: '/outbox/letter/:id/resend',
  summary: 'Send the letter once more as a new one, to its recipients or to other addresses',
  tag,
  access: 'inbox.manage',
  status: 201,
  params: z.object({ id: IdInPath }),
  body: z.object({ to: z.array(EmailAddress).min(1).max(20).nullable().default(null) }),
  response: OutboxLetter,
})
export const confirmOutboxLetter = route({
  method: 'POST',
  path: '/outbox/letter/:id/confirm',
  summary: 'Say that a letter in doubt has arrived',
  tag,
  access: 'inbox.manage',
  params: z.object({ id: IdInPath }),
  response: OutboxLetter,
})
export const cancelOutboxLetter = route({
  method: 'POST',
  path: '/outbox/:kind/:id/cancel',
  summary: 'Stop a letter that has not been handed over',
  tag,
  access: 'inbox.manage',
  params: ByKindAndId,
  response: OutboxLetter,
})
