import * as z from 'zod'
import { Id, Language } from './common.ts'
import { Priority, StatusCategory } from './desk.ts'
import { Source } from './tickets.ts'

/** Turns a condition round: it holds where it would not. */
const isNot = z.boolean().default(false)
/** What a custom field is called by programs. */
export const CustomKey = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/)

/**
 * How words are looked for. `any_form`: a word or phrase in any of its grammatical forms, Russian or English, ё = е,
 * numbers and codes exactly. `exact`: these very words, whole, letter case aside. `equals`: the text is this and
 * nothing else. `pattern`: a regular expression, JavaScript's syntax without backreferences and lookaround.
 */
export const WordsHow = z.enum(['any_form', 'exact', 'equals', 'pattern'])
export type WordsHow = z.infer<typeof WordsHow>
/** Any one of them will do. */
export const Phrases = z.array(z.string().trim().min(1).max(300)).min(1).max(50)

/** Where rules look for words. */
export const TextField = z.enum([
  /** The subject, or the message the event is about; where it is about none, the customer's last. */
  'text',
  'subject',
  'message',
  /** The text of the note, where one was added. */
  'note',
  'file_name',
  'sender',
  'recipient',
  'customer_name',
  'customer_email',
  'customer_remark',
  'organization_name',
  'organization_domain',
])
export type TextField = z.infer<typeof TextField>

export const NumberField = z.enum([
  /** Hours since the ticket was created. */
  'age_hours',
  /** Hours the customer has waited for us; a ticket where nobody waits has none. */
  'waiting_hours',
  /** Hours since anybody said anything. */
  'idle_hours',
  'message_count',
  'reply_count',
  'file_count',
  /** The customer's latest score, as it was given; a ticket without one has none. */
  'score',
])
export type NumberField = z.infer<typeof NumberField>

export const YesNoField = z.enum([
  /** The customer's first message of the ticket. */
  'is_first_message',
  /** The customer's first ticket. */
  'is_first_ticket',
  /** The message was written by a machine. */
  'is_automatic',
  'has_files',
  'is_frozen',
  'is_overdue',
  /** The customer waits for us. */
  'is_waiting',
  /** By the customer's latest score. */
  'is_rated',
  'is_rated_good',
  'is_rated_low',
])
export type YesNoField = z.infer<typeof YesNoField>

/**
 * Who did what set the rule going. An agent's macro is done by `agent` and by `macro`; what a rule did is done by `rule`,
 * whoever that rule answered.
 */
export const DoneBy = z.enum(['agent', 'customer', 'rule', 'macro', 'routing', 'sla', 'system'])
export type DoneBy = z.infer<typeof DoneBy>

const IdValues = z.array(Id.nullable()).min(1).max(100)
/** Choices of a field: null stands for "nothing chosen". */
const choice = <F extends string, V extends z.core.$ZodType>(field: F, value: V) =>
  z.object({ field: z.literal(field), isNot, values: z.array(value).min(1).max(100) })

/** One thing asked of a ticket, the event, its message, its customer. */
export const RuleTest = z.discriminatedUnion('field', [
  z.object({
    /** `category` also holds for what lies below it. Null among the values stands for "none". */
    field: z.enum(['status', 'category', 'team', 'assignee', 'inbox', 'customer', 'organization']),
    isNot,
    values: IdValues,
  }),
  choice('status_category', StatusCategory),
  choice('priority', Priority),
  choice('source', Source),
  /** The customer's; null where it is not known. */
  choice('language', Language.nullable()),
  choice('done_by', DoneBy),
  z.object({
    field: z.literal('tags'),
    isNot,
    /** `none` of them is `any` turned round. */
    match: z.enum(['any', 'all']).default('any'),
    values: z.array(z.string().trim().min(1).max(60)).min(1).max(50),
  }),
  z.object({ field: TextField, isNot, how: WordsHow.default('any_form'), values: Phrases }),
  z.object({
    field: NumberField,
    isNot,
    operator: z.enum(['above', 'below']),
    value: z.number().min(0).max(1_000_000),
  }),
  z.object({ field: YesNoField, isNot }),
  /** It is working time by this calendar now. */
  z.object({ field: z.literal('working_time'), isNot, calendarId: Id }),
  z.object({
    field: z.literal('custom'),
    isNot,
    of: z.enum(['ticket', 'customer', 'organization']),
    key: CustomKey,
    /**
     * `is`: one of the values, or has one of them among several. `filled`: has any value. `contains`: words in any
     * form. `above`, `below`: of a number, or of a date (`2026-11-22`), against the first value.
     */
    operator: z.enum(['is', 'filled', 'contains', 'above', 'below']),
    values: z
      .array(z.union([z.string().max(300), z.number(), z.boolean()]))
      .max(100)
      .default([]),
  }),
])
export type RuleTest = z.infer<typeof RuleTest>

/** `all`: and; `any`: or. An empty group holds. Strict: a test that is none must not pass for an empty group. */
export const RuleGroup = z.strictObject({
  match: z.enum(['all', 'any']).default('all'),
  isNot,
  get conditions(): z.ZodDefault<z.ZodArray<z.ZodUnion<readonly [typeof RuleTest, typeof RuleGroup]>>> {
    return z
      .array(z.union([RuleTest, RuleGroup]))
      .max(40)
      .default([])
  },
})
export type RuleGroup = z.infer<typeof RuleGroup>
export type RuleCondition = RuleTest | RuleGroup

export const mostConditions = 100
export const mostDepth = 5

/** How many tests there are and how deep groups stand in one another. */
export function measureConditions(group: RuleGroup): { tests: number; depth: number } {
  let tests = 0
  let depth = 1
  for (const condition of group.conditions) {
    if ('field' in condition) tests += 1
    else {
      const inner = measureConditions(condition)
      tests += inner.tests
      depth = Math.max(depth, inner.depth + 1)
    }
  }
  return { tests, depth }
}
