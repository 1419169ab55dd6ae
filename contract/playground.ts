import * as z from 'zod'
import { ById, EmailAddress, Id, IdInPath, Instant, Language, Names, PersonAddress } from './common.ts'
import { StatusCategory } from './desk.ts'
import { LetterState } from './letters.ts'
import { route } from './route.ts'
import { DeliveryState } from './tickets.ts'

/** Served only by a desk that was started with --demo; no part of the public API. */
const tag = 'playground'
const access = 'public'

export const PlaygroundCustomer = z.object({
  name: z.string(),
  address: z.string(),
  language: Language,
  organization: z.string().nullable(),
})
export type PlaygroundCustomer = z.infer<typeof PlaygroundCustomer>
export const PlaygroundAgent = z.object({
  name: z.string(),
  email: z.string(),
  password: z.string(),
  role: Names,
  teams: z.array(z.string()),
})
export type PlaygroundAgent = z.infer<typeof PlaygroundAgent>
export const SampleLetter = z.object({
  language: Language,
  to: z.string(),
  subject: z.string(),
  text: z.string(),
})
export type SampleLetter = z.infer<typeof SampleLetter>

export const PlaygroundState = z.object({
  deskName: z.string(),
  customers: z.array(PlaygroundCustomer),
  agents: z.array(PlaygroundAgent),
  inboxes: z.array(z.object({ name: z.string(), address: z.string() })),
  samples: z.array(SampleLetter),
  maxFilesBytes: z.int(),
})
export type PlaygroundState = z.infer<typeof PlaygroundState>

export const getPlayground = route({
  method: 'GET',
  path: '/playground',
  summary: 'Whom one can play',
  tag,
  access,
  response: PlaygroundState,
})

export const MailboxLetter = z.object({
  id: Id,
  direction: z.enum(['received', 'sent']),
  /** Who wrote it, or whom it was written to. */
  correspondent: PersonAddress,
  subject: z.string(),
  snippet: z.string(),
  hasFiles: z.boolean(),
  at: Instant,
})
export type MailboxLetter = z.infer<typeof MailboxLetter>

/** What became of a letter, and of the ticket it belongs to, step by step. */
export const TrailStep = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('accepted'), at: Instant, letterId: Id, answer: z.string(), tookMs: z.int() }),
  z.object({ kind: z.literal('refused'), at: Instant, letterId: Id, answer: z.string() }),
  z.object({ kind: z.literal('entered'), at: Instant, sizeBytes: z.int() }),
  z.object({
    kind: z.literal('decided'),
    at: Instant,
    state: LetterState,
    /** A key of `letterReason` in locales/. */
    reason: z.string().nullable(),
  }),
  z.object({ kind: z.literal('reopened'), at: Instant }),
  z.object({ kind: z.literal('taken'), at: Instant, agentName: z.string() }),
  z.object({ kind: z.literal('status'), at: Instant, agentName: z.string(), status: Names }),
  z.object({ kind: z.literal('noted'), at: Instant, agentName: z.string() }),
  z.object({ kind: z.literal('answered'), at: Instant, agentName: z.string(), snippet: z.string() }),
  z.object({
    kind: z.literal('delivery'),
    at: Instant,
    state: DeliveryState,
    detail: z.string().nullable(),
  }),
  z.object({ kind: z.literal('arrived'), at: Instant, letterId: Id }),
])
export type TrailStep = z.infer<typeof TrailStep>

/** One conversation between this customer and the desk, as far as it was played here. */
export const Trail = z.object({
  key: z.string(),
  subject: z.string(),
  ticket: z.object({ id: Id, number: z.string(), statusCategory: StatusCategory }).nullable(),
  steps: z.array(TrailStep),
})
export type Trail = z.infer<typeof Trail>

export const getMailbox = route({
  method: 'GET',
  path: '/playground/mailbox',
  summary: 'A customer’s letters, and what the desk does with them; newest first',
  tag,
  access,
  query: z.object({ address: EmailAddress }),
  response: z.object({ letters: z.array(MailboxLetter), trails: z.array(Trail) }),
})

/** The whole letter, with its source. */
export const WholeLetter = MailboxLetter.extend({
  from: PersonAddress,
  to: z.array(PersonAddress),
  /** Where an answer goes. */
  replyTo: PersonAddress,
  text: z.string(),
  html: z.string().nullable(),
  files: z.array(z.object({ name: z.string(), mime: z.string(), sizeBytes: z.int(), url: z.string() })),
  source: z.string(),
})
export type WholeLetter = z.infer<typeof WholeLetter>

export const getMailboxLetter = route({
  method: 'GET',
  path: '/playground/letters/:id',
  summary: 'One letter of a customer’s mailbox, and its source',
  tag,
  access,
  params: ById,
  response: WholeLetter,
})
/** Answered with the bytes, not with JSON. */
export const downloadMailboxFile = route({
  method: 'GET',
  path: '/playground/letters/:id/files/:index',
  summary: 'A file that came with a letter',
  tag,
  access,
  params: z.object({ id: IdInPath, index: z.coerce.number().int().min(0).max(1000) }),
  response: z.unknown(),
})

export const sendMailboxLetter = route({
  method: 'POST',
  path: '/playground/letters',
  summary: 'Write to the desk as a customer: a real letter, handed over by SMTP',
  tag,
  access,
  status: 201,
  body: z.object({
    from: EmailAddress,
    to: EmailAddress,
    subject: z.string().trim().max(500),
    text: z.string().max(100_000),
    /** The letter of the mailbox that this one answers. */
    inReplyTo: Id.nullable().default(null),
    files: z
      .array(
        z.object({
          name: z.string().trim().min(1).max(255),
          mime: z.string().max(127),
          /** Base64; all files of a letter together at most `maxFilesBytes`. */
          content: z.base64(),
        }),
      )
      .max(10)
      .default([]),
  }),
  response: z.object({ id: Id }),
})

/** The made-up shop's site, where one is a visitor of the chat. */
export const PlaygroundShop = z.object({
  name: z.string(),
  /** Null while the desk has no chat that is on. */
  chatKey: z.string().nullable(),
  /** Customers one can sign in to the shop as, each with what the shop's server would sign for them. */
  users: z.array(z.object({ name: z.string(), address: z.string(), userToken: z.string() })),
})
export type PlaygroundShop = z.infer<typeof PlaygroundShop>

export const getPlaygroundShop = route({
  method: 'GET',
  path: '/playground/shop',
  summary: 'The shop’s chat, and who may sign in there',
  tag,
  access,
  response: PlaygroundShop,
})
