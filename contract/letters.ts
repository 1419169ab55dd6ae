import * as z from 'zod'
import { ById, Id, IdInPath, Instant, PageQuery, PersonAddress, page } from './common.ts'
import { route } from './route.ts'

const tag = 'letters'

/** Three letters at least: that is what the index can look for. */
export const MailSearch = z.string().trim().min(3).max(200)
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
  /** The envelope's recipients: whom the letter was really sent to. */
  to: z.array(z.string()),
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
  query: PageQuery.extend({
    state: LetterState.optional(),
    inboxId: IdInPath.optional(),
    /** Part of a sender, a recipient, a subject or a Message-ID. */
    q: MailSearch.optional(),
    /** Received from this instant on, and before that one. */
    from: Instant.optional(),
    to: Instant.optional(),
  }),
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

/** What our own mail server's checks said of a letter; null where it was not looked at. */
const Verdict = z.record(z.string(), z.unknown()).nullable()
/** A move of the letter's message from one ticket to another. */
const LetterMove = z.object({
  at: Instant,
  byName: z.string().nullable(),
  fromTicketId: Id,
  toTicketId: Id,
})
export const LetterInFull = z.object({
  letter: InboundLetter,
  decidedAt: Instant.nullable(),
  envelope: z.object({
    from: z.string().nullable(),
    via: z.string().nullable(),
    remoteAddress: z.string().nullable(),
  }),
  /** In the letter's own order, decoded; values cut where they are monstrous. */
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  from: PersonAddress.nullable(),
  to: z.array(PersonAddress),
  cc: z.array(PersonAddress),
  /** Why the letter could not be read, where it could not. */
  unreadable: z.string().nullable(),
  text: z.string(),
  attachments: z.array(
    z.object({ id: Id.nullable(), name: z.string(), mime: z.string(), sizeBytes: z.int() }),
  ),
  authentication: Verdict,
  ticket: z.object({ id: Id, subject: z.string() }).nullable(),
  /** Its message in that ticket; null for a letter that made none. */
  customerMessageId: Id.nullable(),
  moves: z.array(LetterMove),
})
export type LetterInFull = z.infer<typeof LetterInFull>
export const getLetter = route({
  method: 'GET',
  path: '/letters/:id',
  summary: 'A received letter: its headers, attachments, and how it was decided',
  tag,
  access: 'inbox.manage',
  params: ById,
  response: LetterInFull,
})

/** A letter's bytes as text one can look at. */
export const LetterSource = z.object({
  text: z.string(),
  sizeBytes: z.int(),
  /** Only the beginning is shown; the download has all of it. */
  isCut: z.boolean(),
})
export type LetterSource = z.infer<typeof LetterSource>
export const getLetterSource = route({
  method: 'GET',
  path: '/letters/:id/source',
  summary: 'The beginning of a letter’s bytes, as text',
  tag,
  access: 'inbox.manage',
  params: ById,
  response: LetterSource,
})
export const moveLetter = route({
  method: 'POST',
  path: '/letters/:id/move',
  summary: 'Move a letter’s message to another ticket, or to a new one',
  tag,
  access: 'inbox.manage',
  params: ById,
  /** Null makes a new ticket. `fromTicketId` is where the caller saw it: a move that somebody else was quicker with fails. */
  body: z.object({ ticketId: Id.nullable(), fromTicketId: Id }),
  response: LetterInFull,
})
