import * as z from 'zod'
import { Id } from './common.ts'

/** What the server says over /api/v1/live: only that something changed. Data always comes by REST. */
export const LiveMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello') }),
  z.object({ type: z.literal('ticket'), ticketId: Id }),
  /** A reply that waited was held, or cancelled as its writer wished; told to whom it concerns. */
  z.object({
    type: z.literal('replyHeld'),
    ticketId: Id,
    /** A key of `delivery` in locales/. */
    reason: z.string(),
    isCancelled: z.boolean(),
  }),
  z.object({ type: z.literal('presence'), ticketId: Id }),
  /** Who is in the ticket's chat, where, or how far they have read. */
  z.object({ type: z.literal('chat'), ticketId: Id }),
  /** The visitor began or stopped writing; the one thing that is told rather than asked for, as it is gone by then. */
  z.object({ type: z.literal('chatTyping'), ticketId: Id, isTyping: z.boolean() }),
  z.object({ type: z.literal('mail') }),
  /** Somebody’s own notifications changed; told to them alone. */
  z.object({ type: z.literal('notifications') }),
  z.object({ type: z.literal('webhook') }),
  z.object({ type: z.literal('desk') }),
  /** Somebody changed a rule, a prepared reply, an SLA policy, their order, or a calendar. */
  z.object({ type: z.literal('automation'), of: z.enum(['rules', 'macros', 'sla', 'calendars']) }),
  /** Somebody changed an article, a category or a synonym. */
  z.object({ type: z.literal('knowledge') }),
  /** Somebody came, left, or changed their status, or how tickets are handed out has changed. */
  z.object({ type: z.literal('attendance') }),
  z.object({ type: z.literal('session') }),
])
export type LiveMessage = z.infer<typeof LiveMessage>

/** What the browser says: which ticket it has open, and whether somebody is writing in it; or that its agent is idle. */
export const ViewingCommand = z.object({
  type: z.literal('viewing'),
  ticketId: Id.nullable(),
  isWriting: z.boolean().default(false),
})
export type ViewingCommand = z.infer<typeof ViewingCommand>
export const LiveCommand = z.discriminatedUnion('type', [
  ViewingCommand,
  z.object({ type: z.literal('idle'), isIdle: z.boolean() }),
])
export type LiveCommand = z.infer<typeof LiveCommand>
