import * as z from 'zod'
import { ById, Empty, Id, Instant, Names } from './common.ts'
import { Priority, StatusCategory } from './desk.ts'
import { route } from './route.ts'
import { Source } from './tickets.ts'

const tag = 'sla'

/**
 * `first_reply` until a person first answers; `next_reply` from a customer's message until the answer to it; `update`
 * from each answer to the next, so that the customer hears something; `solution` until solved; `stage` as long as the
 * ticket lies with one team.
 */
export const ClockKind = z.enum(['first_reply', 'next_reply', 'update', 'solution', 'stage'])
export type ClockKind = z.infer<typeof ClockKind>

/** `business` counts the calendar's working time, `calendar` every minute. */
export const SlaTime = z.enum(['business', 'calendar'])
export type SlaTime = z.infer<typeof SlaTime>

/** How long something may take; a year at most. */
export const SlaTarget = z.object({ minutes: z.int().min(1).max(527_040), time: SlaTime })
export type SlaTarget = z.infer<typeof SlaTarget>

/** Null: nothing is promised. */
export const PriorityTargets = z.object({
  firstReply: SlaTarget.nullable(),
  nextReply: SlaTarget.nullable(),
  update: SlaTarget.nullable(),
  solution: SlaTarget.nullable(),
})
export type PriorityTargets = z.infer<typeof PriorityTargets>

const Values = z.array(z.string().trim().min(1).max(200)).min(1).max(100)
const Ids = z.array(Id).min(1).max(100)
/** `none_of` also holds where there is nothing at all. */
const Operator = z.enum(['any_of', 'none_of'])

/** One thing a policy asks of a ticket. */
export const SlaCondition = z.discriminatedUnion('field', [
  /** A category also stands for those below it. */
  z.object({
    field: z.enum(['team', 'inbox', 'category', 'organization', 'status']),
    operator: Operator,
    ids: Ids,
  }),
  z.object({ field: z.literal('priority'), operator: Operator, values: z.array(Priority).min(1) }),
  z.object({ field: z.literal('source'), operator: Operator, values: z.array(Source).min(1) }),
  z.object({ field: z.literal('tag'), operator: Operator, values: Values }),
  /** A field of the desk's own, by its key; compared as text, whatever the letter case. */
  z.object({
    field: z.enum(['ticket_field', 'customer_field', 'organization_field']),
    key: z.string().trim().min(1).max(60),
    operator: Operator,
    values: Values,
  }),
])
export type SlaCondition = z.infer<typeof SlaCondition>

/** When somebody is told before the time is over: after so much of it, or so long before its end. */
export const SlaWarning = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('percent'), percent: z.int().min(1).max(99) }),
  z.object({ kind: z.literal('minutes'), minutes: z.int().min(1).max(527_040) }),
])
export type SlaWarning = z.infer<typeof SlaWarning>

/** What an administrator writes down. */
export const SlaPolicyInput = z.object({
  name: z.string().trim().min(1).max(120),
  isActive: z.boolean(),
  /** Counts business time; null is round the clock. */
  calendarId: Id.nullable(),
  /** All must hold; none holds for every ticket. The first policy that holds is taken. */
  conditions: z.array(SlaCondition).max(30),
  targets: z.object({
    low: PriorityTargets,
    medium: PriorityTargets,
    high: PriorityTargets,
    critical: PriorityTargets,
  }),
  /** How long a ticket may lie with a team, whatever its priority; each team once. */
  stages: z.array(z.object({ teamId: Id, target: SlaTarget })).max(100),
  /** The clocks stand while the ticket's status is of these. */
  pausedIn: z.array(StatusCategory.extract(['new', 'open', 'paused'])).max(3),
  pausesWhenFrozen: z.boolean(),
  /** Which clocks that holds for; the others go on. */
  pausedClocks: z.array(ClockKind).max(5),
  /** What a reopened ticket's clocks do: go on with what was used, or begin anew. */
  onReopen: z.enum(['resume', 'restart']),
  warnings: z.array(SlaWarning).max(10),
})
export type SlaPolicyInput = z.infer<typeof SlaPolicyInput>

export const SlaPolicy = SlaPolicyInput.extend({
  id: Id,
  /** Their order; 1 is asked first. */
  position: z.int(),
  version: z.int(),
  /** Open tickets it holds for now; this and what follows of those the reader sees. */
  openTickets: z.int(),
  /** Of those, whose time is over. */
  overdueTickets: z.int(),
  updatedAt: Instant,
})
export type SlaPolicy = z.infer<typeof SlaPolicy>

/** Where the work after a change of policies stands. */
export const Recomputation = z.object({
  state: z.enum(['idle', 'running']),
  done: z.int(),
  total: z.int(),
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
})
export type Recomputation = z.infer<typeof Recomputation>

const SlaPolicies = z.object({ items: z.array(SlaPolicy), recomputation: Recomputation })

export const listSlaPolicies = route({
  method: 'GET',
  path: '/sla/policies',
  summary: 'Policies in the order in which they are asked',
  tag,
  access: 'automation.manage',
  response: SlaPolicies,
})
export const getSlaPolicy = route({
  method: 'GET',
  path: '/sla/policies/:id',
  summary: 'One policy',
  tag,
  access: 'automation.manage',
  params: ById,
  response: SlaPolicy,
})

/** Whether open tickets are asked anew at once which policy is theirs, or with the next thing that happens to them. */
const includesOpen = z.boolean()

export const createSlaPolicy = route({
  method: 'POST',
  path: '/sla/policies',
  summary: 'Add a policy, asked last',
  tag,
  access: 'automation.manage',
  status: 201,
  body: z.object({ policy: SlaPolicyInput, includesOpen }),
  response: SlaPolicy,
})
export const updateSlaPolicy = route({
  method: 'PUT',
  path: '/sla/policies/:id',
  summary: 'Change a policy; the clocks of its open tickets are counted anew',
  tag,
  access: 'automation.manage',
  params: ById,
  body: z.object({ version: z.int(), policy: SlaPolicyInput, includesOpen }),
  response: SlaPolicy,
})
export const deleteSlaPolicy = route({
  method: 'DELETE',
  path: '/sla/policies/:id',
  summary: 'Archive a policy; its open tickets are asked for another',
  tag,
  access: 'automation.manage',
  params: ById,
  response: Empty,
})
export const orderSlaPolicies = route({
  method: 'PUT',
  path: '/sla/policies/order',
  summary: 'The order in which policies are asked',
  tag,
  access: 'automation.manage',
  body: z.object({
    /** The order that was seen; is it another by now, the answer is `version_conflict`. */
    before: z.array(Id).max(500),
    ids: z.array(Id).max(500),
    includesOpen,
  }),
  response: SlaPolicies,
})

/** A deadline as it is and as it would be. */
export const SlaExample = z.object({
  ticketId: Id,
  number: z.string(),
  subject: z.string(),
  /** The policy's name; null for none. */
  policyBefore: z.string().nullable(),
  policyAfter: z.string().nullable(),
  clock: ClockKind,
  /** Null: no deadline, or one that stands. */
  dueBefore: Instant.nullable(),
  dueAfter: Instant.nullable(),
  isOverdueAfter: z.boolean(),
})
export type SlaExample = z.infer<typeof SlaExample>

export const SlaPreview = z.object({
  /** Open tickets the reader sees that were looked at; all of them when `isWhole`, else the latest. */
  looked: z.int(),
  isWhole: z.boolean(),
  /** Whose nearest deadline, or policy, would be another. */
  touched: z.int(),
  /** Who would come under the policy, and who would leave it. */
  joining: z.int(),
  leaving: z.int(),
  sooner: z.int(),
  later: z.int(),
  /** Which would have a deadline where there was none, and none where there was one. */
  appearing: z.int(),
  vanishing: z.int(),
  overdueBefore: z.int(),
  overdueAfter: z.int(),
  /** A few of them, those that become overdue first. */
  examples: z.array(SlaExample),
})
export type SlaPreview = z.infer<typeof SlaPreview>

export const previewSlaPolicy = route({
  method: 'POST',
  path: '/sla/preview',
  summary: 'Whom a change of policies would touch; nothing is changed',
  tag,
  access: 'automation.manage',
  body: z.object({
    /** The policy that would change; null for a new one. */
    policyId: Id.nullable(),
    /** What it would be; null: it would be archived. */
    policy: SlaPolicyInput.nullable(),
    includesOpen,
  }),
  response: SlaPreview,
})
export const getRecomputation = route({
  method: 'GET',
  path: '/sla/recomputation',
  summary: 'How far the clocks are counted anew',
  tag,
  access: 'automation.manage',
  response: Recomputation,
})

/** Why an interval of a ledger began. */
export const LedgerCause = z.object({
  eventId: Id.nullable(),
  /** A key of `sla.cause` in locales/. */
  reason: z.enum([
    'created',
    'policy',
    'customer_wrote',
    'replied',
    'status',
    'solved',
    'reopened',
    'frozen',
    'unfrozen',
    'priority',
    'team',
    'absorbed',
    'merged',
    'unmerged',
    'moved',
  ]),
  /** Who did it; null for the desk itself. */
  actor: z.object({ kind: z.enum(['agent', 'customer']), name: z.string() }).nullable(),
  /** What it changed, as that is called. */
  about: z.object({
    status: Names.optional(),
    priority: Priority.optional(),
    team: z.string().optional(),
    policy: z.string().optional(),
  }),
})
export type LedgerCause = z.infer<typeof LedgerCause>

export const LedgerInterval = z.object({
  /** `run` counts; `off` is outside working hours; `pause` and `stop` (solved) are not counted. */
  kind: z.enum(['run', 'off', 'pause', 'stop']),
  from: Instant,
  to: Instant,
  /** What it added to the clock; 0 unless it ran. */
  countedMs: z.int(),
  /** What began the stretch it belongs to: several working days are one stretch. */
  cause: LedgerCause,
})
export type LedgerInterval = z.infer<typeof LedgerInterval>

export const SlaClock = z.object({
  kind: ClockKind,
  /** The how-manieth of its kind on this ticket, from 1. */
  run: z.int(),
  /** With `stage`. */
  teamId: Id.nullable(),
  /** `stopped`: the ticket is solved; `dropped`: it ended unmet, because nobody waits any more. */
  state: z.enum(['running', 'paused', 'stopped', 'met', 'dropped']),
  target: SlaTarget,
  startedAt: Instant,
  endedAt: Instant.nullable(),
  /** When its time is over, or was; null while it stands. */
  dueAt: Instant.nullable(),
  elapsedMs: z.int(),
  /** Of that, waited for in tickets that went up in this one; the rest stands in the ledger. */
  carriedMs: z.int(),
  /** Below 0 when overdue. */
  remainingMs: z.int(),
  isBreached: z.boolean(),
  warnings: z.array(z.object({ warning: SlaWarning, at: Instant.nullable(), isPast: z.boolean() })),
  /** Up to now, or its end. */
  ledger: z.array(LedgerInterval),
  /** From now to the deadline, while it runs and is ahead. */
  ahead: z.array(LedgerInterval.pick({ kind: true, from: true, to: true, countedMs: true })),
})
export type SlaClock = z.infer<typeof SlaClock>

export const TicketClocks = z.object({
  now: Instant,
  policy: z
    .object({
      id: Id,
      name: z.string(),
      /** Set by hand, a rule or a macro rather than chosen by its conditions. */
      isSet: z.boolean(),
      calendar: z.object({ id: Id, name: z.string(), timeZone: z.string() }).nullable(),
    })
    .nullable(),
  /** Active policies it could be put under by hand, in the order in which they are asked; none for who may not, nor for a ticket that went into another. */
  choices: z.array(z.object({ id: Id, name: z.string() })),
  /** Newest first within those that run; then those that ended. */
  clocks: z.array(SlaClock),
})
export type TicketClocks = z.infer<typeof TicketClocks>

export const getClocks = route({
  method: 'GET',
  path: '/tickets/:id/clocks',
  summary: 'The clocks of a ticket, with every interval they ran, stood or were outside hours, and why',
  tag,
  access: 'ticket.read',
  params: ById,
  response: TicketClocks,
})
export const setTicketPolicy = route({
  method: 'PUT',
  path: '/tickets/:id/sla-policy',
  summary:
    'Put a ticket under a policy by hand; what its clocks have used stays used. `ticket_merged` for one that went into another',
  tag,
  access: 'ticket.update',
  params: ById,
  body: z.object({
    /** Null lets the conditions choose again. */
    policyId: Id.nullable(),
  }),
  response: TicketClocks,
})
