import * as z from 'zod'
import { ById, Empty, Id, IdInPath, Instant, PageQuery, page } from './common.ts'
import { route } from './route.ts'
import { CustomerMessage, EventItem, Note, Reply, Ticket } from './tickets.ts'
import { WebhookEventType, WebhookType } from './webhook-events.ts'

const tag = 'webhooks'

/** A ticket as the API shows it, without what differs from reader to reader. */
export const WebhookTicket = Ticket.omit({ isUnread: true, isFollowed: true, hasHeldReply: true })
export type WebhookTicket = z.infer<typeof WebhookTicket>

/** The body of a delivery: what happened, and the ticket as it was then. */
export const WebhookPayload = z.object({
  type: WebhookType,
  /** When it happened. */
  timestamp: Instant,
  data: z.object({
    /** As the feed of the ticket has it; without a number for a test. */
    event: EventItem.extend({ id: Id.nullable() }),
    ticket: WebhookTicket.nullable(),
    /** What was written, for events about a message, a reply or a note. */
    post: z.discriminatedUnion('kind', [CustomerMessage, Reply, Note]).nullable(),
    /** `post` was too long to send: its HTML and the end of its text are left out. */
    isPostCut: z.boolean(),
  }),
})
export type WebhookPayload = z.infer<typeof WebhookPayload>

const WebhookState = z.enum(['active', 'paused', 'disabled'])
const HeaderName = z
  .string()
  .trim()
  .regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/)
/** Those that belong to the connection or to the signature. */
export const reservedHeaders =
  /^(host|content-|connection|transfer-|te$|trailer|upgrade|expect|keep-alive|proxy-|webhook-|accept-encoding|user-agent|cookie)/i

export const Webhook = z.object({
  id: Id,
  name: z.string(),
  url: z.string(),
  state: WebhookState,
  /** A key of `webhook.disabledBecause` in locales/. */
  disabledBecause: z.enum(['hand', 'gone', 'failing']).nullable(),
  types: z.array(WebhookEventType),
  /** Null: of every team. */
  teamIds: z.array(Id).nullable(),
  /** Null: of every inbox. */
  inboxIds: z.array(Id).nullable(),
  /** Names only: their values are not shown again. */
  headerNames: z.array(z.string()),
  /** Until when deliveries are signed with the secret before, too. */
  oldSecretUntil: Instant.nullable(),
  failingSince: Instant.nullable(),
  lastSuccessAt: Instant.nullable(),
  createdAt: Instant,
  version: z.int(),
  /** How many deliveries wait or are being tried, and how many were given up. */
  pending: z.int(),
  failed: z.int(),
  /** It was disabled, and what waited is still being given up; nothing leaves before that is done. */
  isGivingUp: z.boolean(),
  /** How far sending everything again is; null when it is done. */
  resending: z.object({ done: z.int(), total: z.int() }).nullable(),
  /** Tries of the last 24 hours, the oldest hour first. */
  hours: z.array(z.object({ from: Instant, taken: z.int(), failed: z.int() })),
})
export type Webhook = z.infer<typeof Webhook>

const WebhookBody = z.object({
  name: z.string().trim().min(1).max(120),
  url: z.string().trim().min(8).max(2000),
  types: z.array(WebhookEventType).max(WebhookEventType.options.length),
  teamIds: z.array(Id).min(1).max(100).nullable(),
  inboxIds: z.array(Id).min(1).max(100).nullable(),
  /** Sent along with every delivery, such as `Authorization`. Without a value the one that is kept stays. */
  headers: z
    .array(
      z.object({
        name: HeaderName,
        value: z
          .string()
          .min(1)
          .max(2000)
          .regex(/^[\x20-\x7e]+$/)
          .optional(),
      }),
    )
    .max(10),
})
export type WebhookBody = z.infer<typeof WebhookBody>

export const WebhookDelivery = z.object({
  id: Id,
  webhookId: Id,
  /** The `webhook-id` header. */
  messageId: z.string(),
  type: WebhookType,
  ticket: z.object({ id: Id, number: z.string() }).nullable(),
  at: Instant,
  state: z.enum(['pending', 'delivered', 'failed']),
  /** A key of `webhook.problem` in locales/. */
  problem: z.string().nullable(),
  status: z.int().nullable(),
  tries: z.int(),
  /** When it is tried next; null while it waits for an earlier one of its ticket, or is finished. */
  nextTryAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
})
export type WebhookDelivery = z.infer<typeof WebhookDelivery>

const HeaderLines = z.array(z.object({ name: z.string(), value: z.string() }))
export const WebhookAttempt = z.object({
  id: Id,
  at: Instant,
  durationMs: z.int(),
  isSuccess: z.boolean(),
  problem: z.string().nullable(),
  /** What the system or the other side said. */
  detail: z.string().nullable(),
  status: z.int().nullable(),
  /** The IP address it went to. */
  address: z.string().nullable(),
  requestHeaders: HeaderLines,
  responseHeaders: HeaderLines.nullable(),
  responseBody: z.string().nullable(),
  /** Only the beginning of the answer was read. */
  isCut: z.boolean(),
})
export type WebhookAttempt = z.infer<typeof WebhookAttempt>

const access = 'webhook.manage'
const Secret = z.object({
  /** Shown this once: `whsec_` and the key in base64. */
  secret: z.string(),
})

export const listWebhooks = route({
  method: 'GET',
  path: '/webhooks',
  summary: 'All webhooks, with how their last day went',
  tag,
  access,
  response: z.object({ items: z.array(Webhook) }),
})
export const createWebhook = route({
  method: 'POST',
  path: '/webhooks',
  summary: 'Add a webhook; its secret is in this answer only',
  tag,
  access,
  status: 201,
  body: WebhookBody.extend({
    teamIds: WebhookBody.shape.teamIds.default(null),
    inboxIds: WebhookBody.shape.inboxIds.default(null),
    headers: WebhookBody.shape.headers.default([]),
  }),
  response: Secret.extend({ webhook: Webhook }),
})
export const getWebhook = route({
  method: 'GET',
  path: '/webhooks/:id',
  summary: 'One webhook',
  tag,
  access,
  params: ById,
  response: Webhook,
})
export const updateWebhook = route({
  method: 'PATCH',
  path: '/webhooks/:id',
  summary: 'Change, pause, disable or enable a webhook',
  tag,
  access,
  params: ById,
  body: WebhookBody.partial().extend({ version: z.int(), state: WebhookState.optional() }),
  response: Webhook,
})
export const deleteWebhook = route({
  method: 'DELETE',
  path: '/webhooks/:id',
  summary: 'Remove a webhook with its log',
  tag,
  access,
  params: ById,
  response: Empty,
})
export const rotateWebhookSecret = route({
  method: 'POST',
  path: '/webhooks/:id/secret',
  summary: 'Make a new secret; deliveries are signed with both until the old one ends',
  tag,
  access,
  params: ById,
  body: z.object({ overlapHours: z.int().min(0).max(168).default(24) }),
  response: Secret.extend({ webhook: Webhook }),
})
export const testWebhook = route({
  method: 'POST',
  path: '/webhooks/:id/test',
  summary: 'Send a test delivery',
  tag,
  access,
  status: 202,
  params: ById,
  response: WebhookDelivery,
})
export const listWebhookDeliveries = route({
  method: 'GET',
  path: '/webhooks/:id/deliveries',
  summary: 'The deliveries of a webhook, the newest first; kept for 30 days',
  tag,
  access,
  params: ById,
  query: PageQuery.extend({
    state: WebhookDelivery.shape.state.optional(),
    type: WebhookType.optional(),
    ticketId: IdInPath.optional(),
  }),
  response: page(WebhookDelivery),
})
export const getWebhookDelivery = route({
  method: 'GET',
  path: '/webhook-deliveries/:id',
  summary: 'One delivery: what is sent, and every try with its answer',
  tag,
  access,
  params: ById,
  response: WebhookDelivery.extend({
    /** Null until it has been tried. */
    body: z.string().nullable(),
    /** The newest last; at most 50. */
    attempts: z.array(WebhookAttempt),
  }),
})
export const resendWebhookDelivery = route({
  method: 'POST',
  path: '/webhook-deliveries/:id/resend',
  summary: 'Send a delivery again, with the same id and body; one that waits for its next try goes now',
  tag,
  access,
  status: 202,
  params: ById,
  response: WebhookDelivery,
})
export const resendFailedDeliveries = route({
  method: 'POST',
  path: '/webhooks/:id/resend-failed',
  summary: 'Send everything again that was given up',
  tag,
  access,
  status: 202,
  params: ById,
  response: z.object({ count: z.int() }),
})
