import * as z from 'zod'
import { Id } from './common.ts'
import { FieldKind, FieldOwner } from './fields.ts'
import { CustomKey, Phrases, WordsHow } from './rule-conditions.ts'
import { GroupName, RuleContent, RuleName } from './rules.ts'
import { route } from './route.ts'

const tag = 'rules'
const access = 'automation.manage'

/** For the hint below a condition: which words meet it. */
export const PhraseTrial = z.object({
  /** By phrase: examples of forms it meets, as people write them, and of near words it does not; empty for patterns. */
  forms: z.array(z.object({ value: z.string(), forms: z.array(z.string()), misses: z.array(z.string()) })),
  /** Where the sample meets it, in UTF-16 units; of many phrases and a long sample the first places. */
  found: z.array(z.object({ start: z.int(), end: z.int() })),
})
export type PhraseTrial = z.infer<typeof PhraseTrial>
export const tryPhrases = route({
  method: 'POST',
  path: '/rule-phrase-trials',
  summary: 'What words and phrases meet, and where a sample meets them',
  tag,
  access,
  body: z.object({ how: WordsHow, values: Phrases, sample: z.string().max(20_000).default('') }),
  response: PhraseTrial,
})

/** A rule to begin from. What it would need and the desk lacks is left out and told. */
export const RuleTemplate = z.object({
  key: z.string(),
  /** In the caller's language. */
  name: z.string(),
  summary: z.string(),
  content: RuleContent,
  /** Actions to be filled in by hand: what was meant, in words (a team «Бухгалтерия»). */
  missing: z.array(z.object({ kind: z.enum(['team', 'category', 'macro']), name: z.string() })),
})
export type RuleTemplate = z.infer<typeof RuleTemplate>
export const listRuleTemplates = route({
  method: 'GET',
  path: '/rule-templates',
  summary: 'Rules to begin from, in the language of the caller',
  tag,
  access,
  response: z.object({ items: z.array(RuleTemplate) }),
})

/** What an id of another desk meant there. */
export const ReferenceKind = z.enum([
  'status',
  'category',
  'team',
  'agent',
  'inbox',
  'customer',
  'organization',
  'calendar',
  'macro',
  'webhook',
  'sla_policy',
  'checklist',
])
export type ReferenceKind = z.infer<typeof ReferenceKind>
export const Reference = z.object({ kind: ReferenceKind, id: Id, name: z.string().max(300) })
export type Reference = z.infer<typeof Reference>
/** A field of a desk's own that rules name; where the file does not tell its kind, that is null. */
export const FieldReference = z.object({
  of: FieldOwner,
  key: CustomKey,
  name: z.string().max(300),
  kind: FieldKind.nullable(),
})
export type FieldReference = z.infer<typeof FieldReference>
/** Rules as a file. */
export const RuleFile = z.object({
  format: z.literal('otklik.rules'),
  formatVersion: z.literal(1),
  rules: z
    .array(
      z.object({ name: RuleName, group: GroupName.nullable(), isActive: z.boolean(), content: RuleContent }),
    )
    .min(1)
    .max(1000),
  /** Names of everything the rules point at by id; an agent's is the e-mail address. */
  references: z.array(Reference).max(5000),
  /** The desk's own fields the rules name. */
  fields: z.array(FieldReference).max(5000).default([]),
})
export type RuleFile = z.infer<typeof RuleFile>
export const exportRules = route({
  method: 'GET',
  path: '/rule-file',
  summary: 'Rules as a file that another desk can read; all of them, or some',
  tag,
  access,
  query: z.object({
    /** Numbers with commas between them. */
    ids: z
      .string()
      .regex(/^\d{1,15}(,\d{1,15}){0,999}$/)
      .optional(),
  }),
  response: RuleFile,
})
export const RuleImport = z.object({
  /** In the order of the file. */
  items: z.array(
    z.object({
      name: z.string(),
      /** What it points at and this desk does not have by that name. The rule is not taken in then. */
      missing: z.array(Reference),
      /** Fields this desk does not have, or has with values of another kind: no less than what is missing. */
      missingFields: z.array(FieldReference),
      /** Null in a trial, and where something is missing. */
      ruleId: Id.nullable(),
    }),
  ),
})
export type RuleImport = z.infer<typeof RuleImport>
export const importRules = route({
  method: 'POST',
  path: '/rule-imports',
  summary: 'Take rules in from a file, behind the others and off; what ids mean is found by names',
  tag,
  access,
  status: 201,
  body: z.object({
    file: RuleFile,
    /** Only tell what would come of it. */
    isTrial: z.boolean().default(false),
    /** What stands for what, where names differ. */
    replacements: z
      .array(z.object({ kind: ReferenceKind, id: Id, by: Id }))
      .max(5000)
      .default([]),
    /** Which field, of the same owner, stands for which. */
    fieldReplacements: z
      .array(z.object({ of: FieldOwner, key: CustomKey, by: CustomKey }))
      .max(5000)
      .default([]),
  }),
  response: RuleImport,
})
