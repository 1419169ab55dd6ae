import * as z from 'zod'
import { EmailAddress, Id } from './common.ts'
import { TicketAction } from './ticket-actions.ts'

/** Liquid over plain text, as macros write it: `{{ customer.name }}`. */
const Template = z.string().trim().min(1).max(20_000)

/** Actions rules share with nobody. */
export const RuleOnlyAction = z.discriminatedUnion('type', [
  /** Chooses an agent; left out, the ticket's team and the team's own method. */
  z.object({
    type: z.literal('route'),
    teamId: Id.nullable().default(null),
    method: z.enum(['round_robin', 'least_loaded', 'skills']).nullable().default(null),
  }),
  /** A letter to the customer in the desk's own name; guarded against loops as acknowledgements are. */
  z.object({ type: z.literal('reply'), text: Template }),
  z.object({
    type: z.literal('notify'),
    agentIds: z.array(Id).max(50).default([]),
    teamIds: z.array(Id).max(20).default([]),
    /** Whoever the ticket lies with when it comes to this. */
    toAssignee: z.boolean().default(false),
    text: z.string().trim().min(1).max(1000),
  }),
  /** A letter about the ticket to somebody who is not its customer. */
  z.object({
    type: z.literal('mail'),
    to: z.array(EmailAddress).min(1).max(10),
    subject: z.string().trim().min(1).max(300),
    text: Template,
  }),
  z.object({ type: z.literal('run_macro'), macroId: Id }),
  z.object({ type: z.literal('call_webhook'), webhookId: Id }),
  /** Null takes the policy away. */
  z.object({ type: z.literal('set_sla_policy'), policyId: Id.nullable() }),
  /** No further rule sees this event. */
  z.object({ type: z.literal('stop') }),
])
export type RuleOnlyAction = z.infer<typeof RuleOnlyAction>

export const RuleAction = z.discriminatedUnion('type', [...TicketAction.options, ...RuleOnlyAction.options])
export type RuleAction = z.infer<typeof RuleAction>

/** Why an action was not carried out: keys of `ruleSkip` in locales/. */
export const RuleSkipReason = z.enum([
  /** What it names is archived or gone. */
  'unknown_reference',
  'bad_field_value',
  'fields_required',
  'checklist_unfinished',
  'too_many_checklists',
  'not_freezable',
  /** The customer has no address a letter could go to. */
  'no_address',
  /** Letters to the address come back, or it wants none by machines. */
  'blocked_address',
  /** The customer's message was written by a machine. */
  'automatic_message',
  /** So many automatic letters went to the address within a day. */
  'too_many_answers',
  /** Whoever it would go to wrote the letter it is about. */
  'own_letter',
  /** The sender may be forged: the domain disowns the letter. */
  'forged_sender',
  /** This rule has answered this message, or within this hour. */
  'already_answered',
  'no_inbox',
  /** The template could not be rendered; `detail.line` says where. */
  'bad_template',
  /** A variable of the words has no value on this ticket. */
  'macro_incomplete',
  /** Nobody was free, or nobody is in the team. */
  'nobody',
  'not_possible',
])
export type RuleSkipReason = z.infer<typeof RuleSkipReason>
