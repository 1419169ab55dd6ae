import * as z from 'zod'
import { ById, Id, Instant, PageQuery, page } from './common.ts'
import { RuleAction, RuleSkipReason } from './rule-actions.ts'
import { TriggerKind } from './rule-triggers.ts'
import { RuleContent } from './rules.ts'
import { route } from './route.ts'

const tag = 'rules'
const access = 'automation.manage'

/** One test or group of a rule's conditions and whether it held; `conditions.0.2` is the third of the first group. */
export const ConditionTrace = z.object({
  path: z.string(),
  isHeld: z.boolean(),
  /** The words of the text that met it, as they stand there. */
  words: z.array(z.string()),
})
export type ConditionTrace = z.infer<typeof ConditionTrace>

/** One action of a rule and what came of it. */
export const RuleStep = z.object({
  action: RuleAction,
  /** `unchanged`: the ticket was so already. */
  outcome: z.enum(['done', 'unchanged', 'skipped']),
  /** With `skipped`. */
  reason: RuleSkipReason.nullable(),
  /** Fields of the ticket, each `[before, after]`, as the history tells them. */
  changes: z.record(z.string(), z.tuple([z.unknown(), z.unknown()])),
  /** What else is to be said: the agent chosen, an address, a line. */
  detail: z.record(z.string(), z.unknown()),
})
export type RuleStep = z.infer<typeof RuleStep>

/** One time a rule held. */
export const RuleRun = z.object({
  id: Id,
  ruleId: Id,
  /** As it was called then. */
  ruleName: z.string(),
  ruleVersion: z.int(),
  ticket: z.object({ id: Id, number: z.string(), subject: z.string() }),
  at: Instant,
  trigger: TriggerKind,
  /** The event of the history; null for silence and schedules, which are none. */
  eventId: Id.nullable(),
  /**
   * `acted`; `unchanged`: nothing was left to do; `cut`: a loop, nothing was done; `failed`: an error of ours, all it
   * had done was taken back.
   */
  outcome: z.enum(['acted', 'unchanged', 'cut', 'failed']),
  /** Of `cut`: a key of `ruleCut` in locales/. */
  cut: z.enum(['own_effect', 'too_deep', 'too_often']).nullable(),
  /** Rules whose effects led to the event, the first first. */
  chain: z.array(z.object({ id: Id, name: z.string() })),
  /** The tests that held, in words. */
  held: z.array(ConditionTrace),
  steps: z.array(RuleStep),
})
export type RuleRun = z.infer<typeof RuleRun>
/** With everything that was asked, held or not. */
export const RuleRunTrace = RuleRun.extend({
  /** The rule as it was then. */
  content: RuleContent,
  trace: z.array(ConditionTrace),
})
export type RuleRunTrace = z.infer<typeof RuleRunTrace>

export const listRuleRuns = route({
  method: 'GET',
  path: '/rules/:id/runs',
  summary: 'When a rule held, newest first; on tickets the caller sees',
  tag,
  access,
  params: ById,
  query: PageQuery,
  response: page(RuleRun),
})
export const listTicketRuleRuns = route({
  method: 'GET',
  path: '/tickets/:id/rule-runs',
  summary: 'What rules did with a ticket, newest first',
  tag,
  access: 'ticket.read',
  params: ById,
  query: PageQuery,
  response: page(RuleRun),
})
export const getRuleRun = route({
  method: 'GET',
  path: '/rule-runs/:id',
  summary: 'One run: what was asked, what held, what was done',
  tag,
  access: 'ticket.read',
  params: ById,
  response: RuleRunTrace,
})

/** One ticket a rule would have changed. */
export const DryRunItem = z.object({
  ticket: z.object({ id: Id, number: z.string(), subject: z.string() }),
  /** When it would have held, and by what. */
  at: Instant,
  trigger: TriggerKind,
  held: z.array(ConditionTrace),
  /** As the ticket was then. */
  changes: z.record(z.string(), z.tuple([z.unknown(), z.unknown()])),
  /** Actions besides changes of fields it would have carried out: a letter, a note. */
  others: z.array(RuleAction),
})
export type DryRunItem = z.infer<typeof DryRunItem>
export const DryRunPage = z.object({
  since: Instant,
  /** Tickets within the time that the caller sees. */
  total: z.int(),
  /** This request has looked at so many of them. */
  examined: z.int(),
  /** And found so many it would have held for, which are the items. */
  items: z.array(DryRunItem),
  /** Ask again with it for the rest; null when all have been looked at. */
  nextCursor: z.string().nullable(),
})
export type DryRunPage = z.infer<typeof DryRunPage>
export const dryRunRule = route({
  method: 'POST',
  path: '/rule-dry-runs',
  summary:
    'What a rule, saved or not, would have done with the tickets of the last days; a request looks at a part of them, newest first, and changes nothing',
  tag,
  access,
  body: z.object({
    content: RuleContent,
    days: z.int().min(1).max(366).default(31),
    cursor: z.string().max(500).optional(),
    /** Ends the request early with so many found. */
    limit: z.int().min(1).max(200).default(50),
  }),
  response: DryRunPage,
})
