import * as z from 'zod'
import { Id } from './common.ts'
import { CustomKey } from './rule-conditions.ts'
import { DueKind } from './tickets.ts'

/** A field whose change rules hear of. */
export const WatchedField = z.enum([
  'status',
  'status_category',
  'priority',
  'category',
  'team',
  'assignee',
  'subject',
  'tags',
  /** With `key`. */
  'custom',
])
export type WatchedField = z.infer<typeof WatchedField>

/** One value of a field as events tell it; null is "nothing". */
const WatchedValue = z.union([z.string().max(300), z.number(), z.boolean()]).nullable()

/** What sets a rule going; with several, any of them. */
export const RuleTrigger = z.discriminatedUnion('on', [
  z.object({
    on: z.enum([
      /** A letter's ticket, and one an agent wrote down. */
      'ticket_created',
      /** In a ticket that is there already. */
      'customer_wrote',
      /** By hand; what machines answer is not meant. */
      'agent_replied',
      'note_added',
      /** Another ticket was merged into it. */
      'ticket_merged',
      'ticket_frozen',
      'ticket_unfrozen',
      /** Said how it was, or changed their mind about it. */
      'customer_rated',
    ]),
  }),
  z.object({
    on: z.literal('field_changed'),
    field: WatchedField,
    key: CustomKey.nullable().default(null),
    /** One of these; null is whatever it was. For tags: one of them went. */
    from: z.array(WatchedValue).min(1).max(100).nullable().default(null),
    /** One of these; null is whatever it became. For tags: one of them came. */
    to: z.array(WatchedValue).min(1).max(100).nullable().default(null),
  }),
  z.object({
    on: z.enum(['sla_warned', 'sla_breached']),
    /** Null is any clock. */
    clocks: z.array(DueKind).min(1).nullable().default(null),
  }),
  z.object({
    on: z.literal('silence'),
    /** `agents`: the customer waits for so long. `customer`: our last word has stood unanswered for so long. */
    of: z.enum(['customer', 'agents']),
    hours: z.number().min(0.1).max(8760),
    /** Counted in working time of this calendar; null counts every hour. */
    calendarId: Id.nullable().default(null),
  }),
  z.object({
    on: z.literal('schedule'),
    /** 1 is Monday, 7 is Sunday. */
    days: z.array(z.int().min(1).max(7)).min(1).max(7),
    time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
    /** An IANA name: `Europe/Moscow`. */
    timeZone: z.string().min(1).max(64),
  }),
])
export type RuleTrigger = z.infer<typeof RuleTrigger>
export type TriggerKind = RuleTrigger['on']
export const TriggerKind = z.enum([
  'ticket_created',
  'customer_wrote',
  'agent_replied',
  'note_added',
  'ticket_merged',
  'ticket_frozen',
  'ticket_unfrozen',
  'customer_rated',
  'field_changed',
  'sla_warned',
  'sla_breached',
  'silence',
  'schedule',
])
