import * as z from 'zod'
import { ById, EmailAddress, Empty, Id, Instant, PageQuery, PersonAddress, page } from './common.ts'
import { Priority, StatusCategory } from './desk.ts'
import { FieldChanges } from './fields.ts'
import { LetterProtection } from './letter-keys.ts'
import { route } from './route.ts'
import { TicketFilter, TicketSort } from './ticket-filter.ts'

const tag = 'tickets'
const Subject = z.string().trim().min(1).max(500)
const Tags = z.array(z.string().trim().min(1).max(60)).max(50)
/** HTML as the composer writes it; cleaned by an allow-list before anything else. */
const ComposedHtml = z.string().min(1).max(500_000)

export const Source = z.enum(['email', 'phone', 'visit', 'api', 'webform', 'portal', 'chat'])
export type Source = z.infer<typeof Source>
const PersonRef = z.object({ id: Id, name: z.string() })

/** Which clock a deadline is of: `stage` is the time a ticket may lie with one team. */
export const DueKind = z.enum(['first_reply', 'next_reply', 'update', 'solution', 'stage'])
export type DueKind = z.infer<typeof DueKind>

/** A ticket as a list shows it. */
export const TicketListItem = z.object({
  id: Id,
  /** With the desk's prefix: HD-1256. */
  number: z.string(),
  subject: z.string(),
  /** The beginning of what was said last. */
  snippet: z.string(),
  statusId: Id,
  statusCategory: StatusCategory,
  priority: Priority,
  customer: PersonRef.extend({ email: z.string().nullable() }),
  assigneeId: Id.nullable(),
  teamId: Id.nullable(),
  source: Source,
  tags: z.array(z.string()),
  isUnread: z.boolean(),
  /** A reply was not sent, because the conversation moved on, and waits for a decision. */
  hasHeldReply: z.boolean(),
  /** Since when the customer waits for us; null while it is their turn. */
  waitingSince: Instant.nullable(),
  /** The nearest running deadline and the clock it is of; null for a ticket on which none runs. */
  dueAt: Instant.nullable(),
  dueKind: DueKind.nullable(),
  /** Until when it is put aside; null for one that is not. */
  frozenUntil: Instant.nullable(),
  /** Where its conversation is, for one that was merged into another. */
  mergedIntoId: Id.nullable(),
  lastActivityAt: Instant,
  createdAt: Instant,
})
export type TicketListItem = z.infer<typeof TicketListItem>

/** The whole card, without the conversation. */
export const Ticket = TicketListItem.extend({
  categoryId: Id.nullable(),
  inboxId: Id.nullable(),
  /** How a reply reaches the customer now; a chat that was left goes on by letter. */
  replyChannel: z.enum(['email', 'chat']),
  participants: z.array(PersonAddress),
  isFollowed: z.boolean(),
  updatedAt: Instant,
  solvedAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  /** The desk's own fields, by their keys. */
  fields: z.record(z.string(), z.unknown()),
  /** Sent back with a change, so that two people never overwrite each other silently. */
  version: z.int(),
})
export type Ticket = z.infer<typeof Ticket>

export const FileRef = z.object({
  id: Id,
  name: z.string(),
  mime: z.string(),
  sizeBytes: z.int(),
  isInline: z.boolean(),
  contentId: z.string().nullable(),
  url: z.string(),
})
export type FileRef = z.infer<typeof FileRef>

const Post = {
  id: Id,
  at: Instant,
  text: z.string(),
  html: z.string().nullable(),
  files: z.array(FileRef),
  /** The ticket it stood in before that was merged into this one; left out for what was written here. */
  cameFrom: z.object({ id: Id, number: z.string() }).optional(),
}
export const CustomerMessage = z.object({
  kind: z.literal('customer_message'),
  ...Post,
  customer: PersonRef,
  channel: Source,
  from: PersonAddress.nullable(),
  to: z.array(PersonAddress),
  cc: z.array(PersonAddress),
  quotedText: z.string().nullable(),
  quotedHtml: z.string().nullable(),
  /** Remote images wait in `data-otk-src` until the reader asks; pictures of the letter itself are `data-otk-cid`. */
  hasRemoteImages: z.boolean(),
  /** Of a signed or encrypted letter; null for others. */
  protection: LetterProtection.nullable(),
  /** `forged`: the domain in From disowns the letter. */
  senderWarning: z.enum(['forged']).nullable(),
  recordedBy: PersonRef.nullable(),
})
/**
 * `queued` is on its way, or about to be while `sendAt` is ahead; `scheduled` waits for its time; `held` waits for
 * a person, because the conversation has moved on; `cancelled` never goes.
 */
export const DeliveryState = z.enum([
  'queued',
  'scheduled',
  'held',
  'cancelled',
  'sent',
  'failed',
  'unconfirmed',
])
export type DeliveryState = z.infer<typeof DeliveryState>
/** What becomes of a scheduled reply when the customer writes before its time. */
export const IfCustomerWrites = z.enum(['ask', 'cancel'])
export type IfCustomerWrites = z.infer<typeof IfCustomerWrites>
export const Reply = z.object({
  kind: z.literal('reply'),
  ...Post,
  agent: PersonRef.nullable(),
  isAutomatic: z.boolean(),
  channel: Source,
  to: z.array(PersonAddress),
  cc: z.array(PersonAddress),
  bcc: z.array(PersonAddress),
  delivery: z.object({
    state: DeliveryState,
    /** A key of `delivery` in locales/, and what the other server said. */
    error: z.string().nullable(),
    detail: z.string().nullable(),
    sentAt: Instant.nullable(),
    /** While it waits: until when. It can be cancelled until then. */
    sendAt: Instant.nullable(),
    /** When the waiting was over, for a reply that waited. */
    releasedAt: Instant.nullable(),
    ifCustomerWrites: IfCustomerWrites.nullable(),
  }),
})
export const Note = z.object({
  kind: z.literal('note'),
  ...Post,
  agent: PersonRef.nullable(),
  mentionedIds: z.array(Id),
  /** Why a letter became this note: a key of `noteReason` in locales/; null for what was written here. */
  reason: z.string().nullable(),
  /** Whom that letter says it is from. */
  fromAddress: z.string().nullable(),
})
export const EventItem = z.object({
  kind: z.literal('event'),
  id: Id,
  at: Instant,
  type: z.string(),
  actor: z.object({ kind: z.enum(['agent', 'customer', 'system']), id: Id.nullable(), name: z.string() }),
  data: z.record(z.string(), z.unknown()),
})
export const FeedItem = z.discriminatedUnion('kind', [CustomerMessage, Reply, Note, EventItem])
export type FeedItem = z.infer<typeof FeedItem>

export const listTickets = route({
  method: 'GET',
  path: '/tickets',
  summary: 'A view of tickets; by default the open ones, latest activity first',
  tag,
  access: 'ticket.read',
  query: PageQuery.extend(TicketFilter.shape).extend({
    sort: TicketSort.default('activity'),
    order: z.enum(['asc', 'desc']).optional(),
  }),
  response: page(TicketListItem),
})
export const TicketCounts = z.object({
  mine: z.int(),
  unassigned: z.int(),
  all: z.int(),
  unreadMine: z.int(),
  /** Open, and a deadline is over. */
  overdue: z.int(),
  teams: z.array(z.object({ teamId: Id, count: z.int() })),
})
export type TicketCounts = z.infer<typeof TicketCounts>
export const countTickets = route({
  method: 'GET',
  path: '/tickets/counts',
  summary: 'How many open tickets each view holds',
  tag,
  access: 'ticket.read',
  response: TicketCounts,
})
export const getTicket = route({
  method: 'GET',
  path: '/tickets/:id',
  summary: 'One ticket',
  tag,
  access: 'ticket.read',
  params: ById,
  response: Ticket,
})
export const getFeed = route({
  method: 'GET',
  path: '/tickets/:id/feed',
  summary: 'The conversation, oldest first; the cursor leads to what came earlier',
  tag,
  access: 'ticket.read',
  params: ById,
  query: PageQuery,
  response: page(FeedItem),
})

export const createTicket = route({
  method: 'POST',
  path: '/tickets',
  summary:
    'Write a ticket down for a customer: a call, a visit, a request by API; or begin a conversation by a letter',
  tag,
  access: 'ticket.create',
  status: 201,
  body: z.object({
    subject: Subject,
    source: z.enum(['phone', 'visit', 'api', 'email']).default('api'),
    customer: z.union([
      z.object({ id: Id }),
      z.object({
        name: z.string().trim().max(200).default(''),
        email: EmailAddress.optional(),
        phone: z.string().trim().min(3).max(40).optional(),
      }),
    ]),
    /** What the customer said, or the letter to the customer; starts the conversation. */
    text: z.string().trim().min(1).max(200_000),
    /**
     * The agent begins: `text` goes to the customer as a letter, which takes `ticket.reply` and an e-mail address.
     * Null for the inbox is the desk's first that can send. Taken back within the seconds, the letter is a draft of
     * the ticket, which stays.
     */
    letter: z
      .object({
        inboxId: Id.nullable().default(null),
        undoSeconds: z.int().min(0).max(30).default(0),
        /** The writer knows that letters to the address come back; it is unblocked. */
        sendsToBlocked: z.boolean().default(false),
      })
      .optional(),
    priority: Priority.default('medium'),
    statusId: Id.optional(),
    categoryId: Id.nullable().default(null),
    teamId: Id.nullable().default(null),
    assigneeId: Id.nullable().default(null),
    tags: Tags.default([]),
    fileIds: z.array(Id).max(50).default([]),
  }),
  response: Ticket,
})
export const updateTicket = route({
  method: 'PATCH',
  path: '/tickets/:id',
  summary: 'Change fields of a ticket',
  tag,
  access: 'ticket.update',
  params: ById,
  body: z.object({
    version: z.int(),
    subject: Subject.optional(),
    statusId: Id.optional(),
    priority: Priority.optional(),
    categoryId: Id.nullable().optional(),
    teamId: Id.nullable().optional(),
    assigneeId: Id.nullable().optional(),
    tags: Tags.optional(),
    /** The desk's own fields: those that are left out stay, null empties one. */
    fields: FieldChanges.optional(),
  }),
  response: Ticket,
})
/** Addresses somebody chose for one reply. */
export const ChosenRecipients = z.object({
  to: z.array(EmailAddress).max(50),
  cc: z.array(EmailAddress).max(50),
  bcc: z.array(EmailAddress).max(50),
})
export type ChosenRecipients = z.infer<typeof ChosenRecipients>
/** Addresses as they were shown; a letter may have come from one that nobody would be let type. */
const Shown = z.array(z.string().max(320)).max(200)

export const replyToTicket = route({
  method: 'POST',
  path: '/tickets/:id/replies',
  summary: 'Answer the customer; the letter goes out through the outbox',
  tag,
  access: 'ticket.reply',
  status: 201,
  params: ById,
  body: z
    .object({
      html: ComposedHtml.optional(),
      text: z.string().trim().min(1).max(200_000).optional(),
      /** Left out: the customer, and everybody the conversation addresses in copy. */
      to: z.array(EmailAddress).max(50).optional(),
      cc: z.array(EmailAddress).max(50).optional(),
      bcc: z.array(EmailAddress).max(50).optional(),
      fileIds: z.array(Id).max(50).default([]),
      /**
       * The last post the writer has seen. When the customer or a colleague has written since, the reply is not
       * sent: `newer_activity`. Left out, nothing is checked.
       */
      seenPostId: z.int().min(0).optional(),
      /** The way the writer thinks it goes. By another way it is not sent: `reply_channel_changed`. Left out: any. */
      channel: z.enum(['email', 'chat']).optional(),
      /** The status the ticket takes with the reply. */
      statusId: Id.optional(),
      /**
       * The addresses the writer saw. When the reply would go to any other set, it is not sent:
       * `recipients_changed`, with the set it would have. Left out, nothing is checked.
       */
      expected: z.object({ to: Shown, cc: Shown, bcc: Shown }).optional(),
      /** Addresses that letters came back from are written to all the same, which lifts their block. */
      sendsToBlocked: z.boolean().optional(),
      /** The reply waits so long before it leaves, and can be cancelled meanwhile. */
      undoSeconds: z.int().min(0).max(30).default(0),
      /** Send then, not now; a year ahead at most. */
      sendAt: Instant.optional(),
      /** With `sendAt`. */
      ifCustomerWrites: IfCustomerWrites.default('ask'),
    })
    .refine((body) => body.html !== undefined || body.text !== undefined || body.fileIds.length > 0, {
      path: ['text'],
      message: 'html or text; in a chat, files will do',
    }),
  response: Reply,
})
export const addNote = route({
  method: 'POST',
  path: '/tickets/:id/notes',
  summary: 'Add an internal note; it cannot reach the customer',
  tag,
  access: 'note.write',
  status: 201,
  params: ById,
  body: z
    .object({
      html: ComposedHtml.optional(),
      text: z.string().trim().min(1).max(200_000).optional(),
      mentionedIds: z.array(Id).max(50).default([]),
      fileIds: z.array(Id).max(50).default([]),
    })
    .refine((body) => body.html !== undefined || body.text !== undefined, {
      path: ['text'],
      message: 'html or text',
    }),
  response: Note,
})
export const resendReply = route({
  method: 'POST',
  path: '/replies/:id/send',
  summary: 'Send a failed or unconfirmed reply again',
  tag,
  access: 'ticket.reply',
  params: ById,
  response: Reply,
})
export const markRead = route({
  method: 'PUT',
  path: '/tickets/:id/read',
  summary: 'Remember that the caller has read the ticket',
  tag,
  access: 'ticket.read',
  params: ById,
  body: z.object({ lastPostId: z.int().min(0) }),
  response: Empty,
})
export const followTicket = route({
  method: 'PUT',
  path: '/tickets/:id/follow',
  summary: 'Follow a ticket, or stop',
  tag,
  access: 'ticket.read',
  params: ById,
  body: z.object({ isFollowed: z.boolean() }),
  response: Empty,
})
