import * as z from 'zod'
import { Empty, Id, Instant, PageQuery, page } from './common.ts'
import { route } from './route.ts'

const tag = 'notifications'
const access = 'signed-in'

/** What an agent may be told of. */
export const NotificationKind = z.enum([
  'assigned',
  'mentioned',
  'customer_wrote',
  'sla_warned',
  'sla_breached',
  'rule',
  'rated_low',
  'webhook_disabled',
  'webhook_gave_up',
])
export type NotificationKind = z.infer<typeof NotificationKind>

export const Notification = z.object({
  id: Id,
  kind: NotificationKind,
  at: Instant,
  isRead: z.boolean(),
  ticket: z.object({ id: Id, number: z.string(), subject: z.string() }).nullable(),
  /** Words of whoever notifies: a rule's, or the beginning of what was written. Plain text. */
  text: z.string(),
  /** Who did what it tells of; null when it happened by itself. */
  by: z.object({ kind: z.enum(['agent', 'customer']), id: Id, name: z.string() }).nullable(),
  /** What else is known: the clock of a deadline, the name of a rule. */
  facts: z.record(z.string(), z.unknown()),
})
export type Notification = z.infer<typeof Notification>

export const listNotifications = route({
  method: 'GET',
  path: '/notifications',
  summary: 'What the caller should know of, the newest first; only of tickets they may see',
  tag,
  access,
  query: PageQuery.extend({ isUnread: z.stringbool().optional() }),
  response: page(Notification),
})
export const countNotifications = route({
  method: 'GET',
  path: '/notifications/count',
  summary: 'How many the caller has not read',
  tag,
  access,
  response: z.object({ unread: z.int() }),
})
export const readNotifications = route({
  method: 'POST',
  path: '/notifications/read',
  summary: 'Mark as read: these, those of a ticket, or all up to one',
  tag,
  access,
  body: z.union([
    z.strictObject({ ids: z.array(Id).min(1).max(200), isRead: z.boolean().default(true) }),
    z.strictObject({ ticketId: Id }),
    z.strictObject({ untilId: Id }),
  ]),
  response: Empty,
})

const NotificationWish = z.object({
  kind: NotificationKind,
  /** Shown in the desk. */
  isShown: z.boolean(),
  /** Sent by e-mail too, unless it is read within two minutes. */
  isMailed: z.boolean(),
})
export type NotificationWish = z.infer<typeof NotificationWish>
export const NotificationWishes = z.object({ items: z.array(NotificationWish) })
export const getNotificationWishes = route({
  method: 'GET',
  path: '/notification-wishes',
  summary: 'Which notices the caller wishes, and where',
  tag,
  access,
  response: NotificationWishes,
})
export const updateNotificationWishes = route({
  method: 'PUT',
  path: '/notification-wishes',
  summary: 'Wish for notices; kinds that are left out stay as they are',
  tag,
  access,
  body: z.object({ items: z.array(NotificationWish).max(NotificationKind.options.length) }),
  response: NotificationWishes,
})
