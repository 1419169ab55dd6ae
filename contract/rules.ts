import * as z from 'zod'
import { ById, Empty, Id, Instant, PageQuery, page } from './common.ts'
import { RuleAction } from './rule-actions.ts'
import { RuleGroup, measureConditions, mostConditions, mostDepth } from './rule-conditions.ts'
import { RuleTrigger } from './rule-triggers.ts'
import { route } from './route.ts'

const tag = 'rules'
const access = 'automation.manage'

/** When, if, then. */
export const RuleContent = z.object({
  triggers: z.array(RuleTrigger).min(1).max(20),
  conditions: RuleGroup.refine(
    (group) => {
      const { tests, depth } = measureConditions(group)
      return tests <= mostConditions && depth <= mostDepth
    },
    { message: `at most ${mostConditions} conditions, groups at most ${mostDepth} deep` },
  ),
  actions: z.array(RuleAction).min(1).max(30),
})
export type RuleContent = z.infer<typeof RuleContent>

export const RuleName = z.string().trim().min(1).max(120)
export const GroupName = z.string().trim().min(1).max(80)

/** Something a rule names that is not there any more, or a pattern that cannot be used. */
export const RuleProblem = z.object({
  /** `conditions.0.2`, `actions.1`, `triggers.0`. */
  path: z.string(),
  problem: z.enum(['gone', 'no_field', 'invalid_pattern', 'invalid_template']),
  /** A person's sentence for a pattern or a template, the key of a field that is none here; null for the others. */
  detail: z.string().nullable(),
})
export type RuleProblem = z.infer<typeof RuleProblem>

/** A rule as the list shows it. */
export const Rule = z.object({
  id: Id,
  name: z.string(),
  /** Null stands above all groups. */
  groupId: Id.nullable(),
  /** Its place among all rules, from 1: that is the order in which they run. */
  place: z.int(),
  isActive: z.boolean(),
  content: RuleContent,
  /** What somebody works on and nobody runs; null where there is none. */
  draft: RuleContent.nullable(),
  /** Counts saves; sent back with a change. */
  version: z.int(),
  problems: z.array(RuleProblem),
  /** How often it held within the last seven days. */
  runsThisWeek: z.int(),
  lastRun: z.object({ at: Instant, ticketId: Id.nullable(), number: z.string().nullable() }).nullable(),
  createdAt: Instant,
  updatedAt: Instant,
  updatedBy: z.string().nullable(),
})
export type Rule = z.infer<typeof Rule>
/** A section of the list; rules of one group run together, in the order of the groups. */
export const RuleSection = z.object({ id: Id, name: z.string() })
export type RuleSection = z.infer<typeof RuleSection>
export const RuleList = z.object({ items: z.array(Rule), groups: z.array(RuleSection) })
export type RuleList = z.infer<typeof RuleList>

export const listRules = route({
  method: 'GET',
  path: '/rules',
  summary: 'All rules in the order they run, and their groups',
  tag,
  access,
  response: RuleList,
})
export const getRule = route({
  method: 'GET',
  path: '/rules/:id',
  summary: 'One rule',
  tag,
  access,
  params: ById,
  response: Rule,
})
export const createRule = route({
  method: 'POST',
  path: '/rules',
  summary: 'Add a rule at the end of its group; it is off unless told',
  tag,
  access,
  status: 201,
  body: z.object({
    name: RuleName,
    groupId: Id.nullable().default(null),
    isActive: z.boolean().default(false),
    content: RuleContent,
  }),
  response: Rule,
})
export const updateRule = route({
  method: 'PATCH',
  path: '/rules/:id',
  summary: 'Change a rule; what it was stays among its versions',
  tag,
  access,
  params: ById,
  body: z.object({
    version: z.int(),
    name: RuleName.optional(),
    /** To another group: at its end. */
    groupId: Id.nullable().optional(),
    isActive: z.boolean().optional(),
    content: RuleContent.optional(),
  }),
  response: Rule,
})
export const deleteRule = route({
  method: 'DELETE',
  path: '/rules/:id',
  summary: 'Take a rule away; what it did stays explained',
  tag,
  access,
  params: ById,
  response: Empty,
})
export const copyRule = route({
  method: 'POST',
  path: '/rules/:id/copies',
  summary: 'A copy of a rule right behind it, off',
  tag,
  access,
  status: 201,
  params: ById,
  body: z.object({ name: RuleName.optional() }),
  response: Rule,
})
export const saveRuleDraft = route({
  method: 'PUT',
  path: '/rules/:id/draft',
  summary: 'Keep changes without making them live; null throws them away',
  tag,
  access,
  params: ById,
  body: z.object({ version: z.int(), content: RuleContent.nullable() }),
  response: Rule,
})
export const publishRuleDraft = route({
  method: 'POST',
  path: '/rules/:id/draft/publication',
  summary: 'Make the draft what the rule does',
  tag,
  access,
  params: ById,
  body: z.object({ version: z.int() }),
  response: Rule,
})
/** The section without a group (null) first. */
const Sections = z.array(z.object({ groupId: Id.nullable(), ruleIds: z.array(Id).max(1000) })).max(200)

export const orderRules = route({
  method: 'PUT',
  path: '/rule-order',
  summary: 'Put groups and rules in another order; all of them are named',
  tag,
  access,
  body: z.object({
    /** The order that was seen; is it another by now, the answer is `version_conflict`. */
    before: Sections,
    sections: Sections,
  }),
  response: RuleList,
})

export const createRuleGroup = route({
  method: 'POST',
  path: '/rule-groups',
  summary: 'Add a group behind the others',
  tag,
  access,
  status: 201,
  body: z.object({ name: GroupName }),
  response: RuleSection,
})
export const updateRuleGroup = route({
  method: 'PATCH',
  path: '/rule-groups/:id',
  summary: 'Rename a group',
  tag,
  access,
  params: ById,
  body: z.object({ name: GroupName }),
  response: RuleSection,
})
export const deleteRuleGroup = route({
  method: 'DELETE',
  path: '/rule-groups/:id',
  summary: 'Take a group away; its rules stand without one from then on, behind those that do',
  tag,
  access,
  params: ById,
  response: Empty,
})

/** What a rule was after one save. */
export const RuleVersion = z.object({
  version: z.int(),
  name: z.string(),
  content: RuleContent,
  at: Instant,
  by: z.string().nullable(),
})
export type RuleVersion = z.infer<typeof RuleVersion>
export const listRuleVersions = route({
  method: 'GET',
  path: '/rules/:id/versions',
  summary: 'What a rule has been, newest first',
  tag,
  access,
  params: ById,
  query: PageQuery,
  response: page(RuleVersion),
})
export const restoreRuleVersion = route({
  method: 'POST',
  path: '/rules/:id/restorations',
  summary: 'Make a rule again what it was: a new version with the old content',
  tag,
  access,
  params: ById,
  body: z.object({ version: z.int(), restored: z.int().min(1) }),
  response: Rule,
})
