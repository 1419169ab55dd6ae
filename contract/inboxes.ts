import * as z from 'zod'
import { ById, EmailAddress, Empty, Id, Instant } from './common.ts'
import { inboxSections } from './inbox-sections.ts'
import { route } from './route.ts'

const tag = 'inboxes'
const Host = z.string().trim().min(1).max(253)
const Port = z.int().min(1).max(65_535)
const Security = z.enum(['tls', 'starttls', 'none'])

const ImapSide = z.object({
  host: Host,
  port: Port,
  security: Security,
  user: z.string().trim().min(1).max(254),
  folder: z.string().trim().min(1).max(200).default('INBOX'),
})
const SmtpSide = z.object({
  host: Host,
  port: Port,
  security: Security,
  user: z.string().trim().max(254).nullable().default(null),
})
/** Null is "no password"; left out is "as it was". */
const Password = z.string().max(500).nullable().optional()

/** `smtp`: the built-in listener; `imap` and `graph` (Microsoft Graph): fetched from a mailbox. */
const ReceivesBy = z.enum(['smtp', 'imap', 'graph'])
const SendsBy = z.enum(['smtp', 'graph'])

export const Inbox = z.object({
  id: Id,
  name: z.string(),
  address: z.string(),
  teamId: Id.nullable(),
  receivesBy: ReceivesBy,
  imap: ImapSide.nullable(),
  hasImapPassword: z.boolean(),
  smtp: SmtpSide.nullable(),
  hasSmtpPassword: z.boolean(),
  sendsBy: SendsBy,
  /** How its sign-in by OAuth2 stands (mail-connections.ts); null for one that signs in by password. */
  connectionState: z.enum(['new', 'connected', 'lost']).nullable(),
  isActive: z.boolean(),
  health: z.object({
    lastReceivedAt: Instant.nullable(),
    lastSentAt: Instant.nullable(),
    receiveError: z.string().nullable(),
    receiveErrorAt: Instant.nullable(),
    sendError: z.string().nullable(),
    sendErrorAt: Instant.nullable(),
    /** Why copies cannot be kept, or fetched letters not marked or moved; no letter waits for it. */
    copyError: z.string().nullable(),
    copyErrorAt: Instant.nullable(),
  }),
  ...inboxSections,
  version: z.int(),
})
export type Inbox = z.infer<typeof Inbox>

/** A section left out is as it was. */
const Sections = z.object(inboxSections).partial()

const InboxBody = z.object({
  name: z.string().trim().min(1).max(120),
  address: EmailAddress,
  teamId: Id.nullable().default(null),
  receivesBy: ReceivesBy,
  imap: ImapSide.nullable().default(null),
  imapPassword: Password,
  smtp: SmtpSide.nullable().default(null),
  smtpPassword: Password,
  sendsBy: SendsBy.default('smtp'),
  isActive: z.boolean().default(true),
})

export const listInboxes = route({
  method: 'GET',
  path: '/inboxes',
  summary: 'All inboxes with their health',
  tag,
  access: 'inbox.manage',
  response: z.object({ items: z.array(Inbox) }),
})
export const createInbox = route({
  method: 'POST',
  path: '/inboxes',
  summary: 'Add an inbox',
  tag,
  access: 'inbox.manage',
  status: 201,
  body: InboxBody.extend(Sections.shape),
  response: Inbox,
})
export const updateInbox = route({
  method: 'PATCH',
  path: '/inboxes/:id',
  summary: 'Change an inbox',
  tag,
  access: 'inbox.manage',
  params: ById,
  body: InboxBody.partial().extend({
    ...Sections.shape,
    version: z.int(),
    teamId: Id.nullable().optional(),
    imap: ImapSide.nullable().optional(),
    smtp: SmtpSide.nullable().optional(),
    sendsBy: SendsBy.optional(),
    isActive: z.boolean().optional(),
  }),
  response: Inbox,
})

/** One step of the connection check: its name, whether it passed, and words for the administrator if not. */
export const CheckStep = z.object({
  side: z.enum(['imap', 'smtp', 'listener', 'graph']),
  step: z.enum(['resolve', 'connect', 'secure', 'sign_in', 'open_folder', 'accept_recipient']),
  isPassed: z.boolean(),
  /** A key of `inboxCheck` in locales/, and what the other server said. */
  problem: z.string().nullable(),
  detail: z.string().nullable(),
})
export const checkInbox = route({
  method: 'POST',
  path: '/inbox-checks',
  summary: 'Try the connections of an inbox, saved or not, without keeping anything',
  tag,
  access: 'inbox.manage',
  /** With `id`, passwords left out are taken from the saved inbox — only towards the hosts it was saved with. */
  body: InboxBody.pick({
    receivesBy: true,
    address: true,
    imap: true,
    imapPassword: true,
    smtp: true,
    smtpPassword: true,
  }).extend({ id: Id.optional() }),
  response: z.object({ isPassed: z.boolean(), steps: z.array(CheckStep) }),
})

export const archiveInbox = route({
  method: 'DELETE',
  path: '/inboxes/:id',
  summary: 'Stop an inbox for good; its tickets stay',
  tag,
  access: 'inbox.manage',
  params: ById,
  response: Empty,
})
