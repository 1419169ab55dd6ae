import * as z from 'zod'
import { ById, Id, Instant } from './common.ts'
import { route } from './route.ts'

const tag = 'channel health'

export const HealthState = z.enum(['ok', 'warn', 'bad', 'off'])
export type HealthState = z.infer<typeof HealthState>

/** What can be wrong with an inbox: keys of `health.problem` and `settings.health.remedy` in locales/. */
export const ProblemKind = z.enum([
  'access_lost',
  'access_expired',
  'access_ends_soon',
  'receive_error',
  'fetch_silent',
  'queue_in',
  'quarantined',
  'cannot_send',
  'send_error',
  'queue_out',
  'copy_error',
  'test_failed',
  'test_lost',
])
export type ProblemKind = z.infer<typeof ProblemKind>

/** Something that stopped, or is about to. */
export const ChannelProblem = z.object({
  kind: ProblemKind,
  inboxId: Id,
  since: Instant,
  /** The words of the other server or of ours. */
  detail: z.string().nullable(),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Whether somebody should act now; false for what may pass by itself. */
  isGrave: z.boolean(),
})
export type ChannelProblem = z.infer<typeof ChannelProblem>

export const SelfTest = z.object({
  id: Id,
  inboxId: Id,
  state: z.enum(['running', 'passed', 'failed', 'lost']),
  startedAt: Instant,
  connectedAt: Instant.nullable(),
  handedOverAt: Instant.nullable(),
  arrivedAt: Instant.nullable(),
  recognisedAt: Instant.nullable(),
  letterId: Id.nullable(),
  error: z.string().nullable(),
  detail: z.string().nullable(),
})
export type SelfTest = z.infer<typeof SelfTest>

const Direction = z.object({
  state: HealthState,
  lastAt: Instant.nullable(),
  /** Letters that wait: received and not decided; or to be sent. */
  waiting: z.int(),
  oldestWaitingAt: Instant.nullable(),
})
export const InboxHealth = z.object({
  inboxId: Id,
  name: z.string(),
  address: z.string(),
  isActive: z.boolean(),
  state: HealthState,
  incoming: Direction.extend({
    by: z.enum(['smtp', 'imap', 'graph']),
    /** When the mailbox was last looked into; null where letters are brought to us. */
    lookedAt: Instant.nullable(),
    /** Letters in the mailbox that are not fetched yet; null where nobody can know. */
    behind: z.int().nullable(),
    quarantined: z.int(),
  }),
  outgoing: Direction.extend({
    canSend: z.boolean(),
    /** Replies that failed or are in doubt. */
    failed: z.int(),
  }),
  /** What an OAuth2 grant is worth; null for an inbox with passwords. */
  token: z
    .object({ expiresAt: Instant.nullable(), isExpired: z.boolean(), renewsItself: z.boolean() })
    .nullable(),
  problems: z.array(ChannelProblem),
  /** Letters by the hour, oldest first: 48 of them, the last one is running. */
  hours: z.array(z.object({ at: Instant, received: z.int(), sent: z.int() })),
  selfTest: SelfTest.nullable(),
})
export type InboxHealth = z.infer<typeof InboxHealth>

export const ChannelWatch = z.object({
  silentMinutes: z.int().min(5).max(1440),
  queueMinutes: z.int().min(5).max(1440),
  selfTestHours: z.int().min(1).max(168).nullable(),
  areLettersSent: z.boolean(),
})
export type ChannelWatch = z.infer<typeof ChannelWatch>

export const ChannelIncident = z.object({
  id: Id,
  kind: ProblemKind,
  inboxId: Id,
  startedAt: Instant,
  endedAt: Instant.nullable(),
  toldAt: Instant.nullable(),
})
export const ChannelHealth = z.object({
  state: HealthState,
  inboxes: z.array(InboxHealth),
  incidents: z.array(ChannelIncident),
  watch: ChannelWatch,
})
export type ChannelHealth = z.infer<typeof ChannelHealth>

export const getChannelHealth = route({
  method: 'GET',
  path: '/channel-health',
  summary: 'How every inbox is: last letters, what waits, what is wrong and what to do about it',
  tag,
  access: 'inbox.manage',
  response: ChannelHealth,
})
export const countChannelProblems = route({
  method: 'GET',
  path: '/channel-health/count',
  summary: 'How many incidents are open: for the mark in the navigation',
  tag,
  access: 'inbox.manage',
  response: z.object({ open: z.int(), kinds: z.array(ProblemKind), since: Instant.nullable() }),
})
export const updateChannelWatch = route({
  method: 'PATCH',
  path: '/channel-health/watch',
  summary: 'Change when an inbox counts as stopped, and who is told',
  tag,
  access: 'inbox.manage',
  body: ChannelWatch.partial(),
  response: ChannelWatch,
})
export const startSelfTest = route({
  method: 'POST',
  path: '/inboxes/:id/self-test',
  summary: 'Send a letter from the inbox to itself and watch it come back',
  tag,
  access: 'inbox.manage',
  status: 202,
  params: ById,
  response: SelfTest,
})
