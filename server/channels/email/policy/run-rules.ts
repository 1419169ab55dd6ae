import type { RuleActions, RuleBody } from '#contract/mail-policy.ts'
import type { LetterFacts } from './letter-facts.ts'
import { type CompiledRule, compileRule } from './match-rule.ts'

/** A rule that is on, made ready. */
export interface ReadyRule extends Pick<RuleBody, 'name' | 'appliesTo' | 'actions'> {
  id: number | null
  look: CompiledRule
  /** Only then is the sender looked at before the letter is decided. */
  asksAuthentication: boolean
}

export interface RuleTrial {
  ruleId: number | null
  name: string
  isMatched: boolean
  conditions: boolean[]
}

/** What the rules together say about a letter. */
export interface Ruling {
  /** All that is to be done; tags and values have their captures filled in. */
  actions: RuleActions
  captures: Record<string, string>
  /** Names of the rules that held, in their order. */
  matched: { id: number | null; name: string }[]
  /** The rule that drops the letter or ends the list. */
  decidedBy: { id: number | null; name: string } | null
  trials: RuleTrial[]
}

export const noActions: RuleActions = {
  drop: null,
  teamId: null,
  categoryId: null,
  priority: null,
  tags: [],
  values: [],
  isTrusted: false,
  stops: false,
}

export function readyRule(rule: RuleBody & { id: number | null }): ReadyRule {
  return {
    id: rule.id,
    name: rule.name,
    appliesTo: rule.appliesTo,
    actions: rule.actions,
    look: compileRule(rule),
    asksAuthentication: rule.conditions.some((condition) => condition.field === 'authentication'),
  }
}

/**
 * Asks the rules in their order. What they set adds up, a later rule wins; the list ends with a rule that drops the
 * letter or says so. `isThorough` asks every condition, to show what each said. Pure.
 */
export function runRules(
  rules: readonly ReadyRule[],
  facts: LetterFacts,
  { isNew, isThorough = false }: { isNew: boolean; isThorough?: boolean },
): Ruling {
  const ruling: Ruling = { actions: { ...noActions }, captures: {}, matched: [], decidedBy: null, trials: [] }
  for (const rule of rules) {
    if (!isNew && rule.appliesTo === 'new') continue
    const { isMatched, conditions, captures } = rule.look(facts, isThorough)
    const reference = { id: rule.id, name: rule.name }
    if (isThorough) ruling.trials.push({ ruleId: rule.id, name: rule.name, isMatched, conditions })
    if (!isMatched) continue
    ruling.matched.push(reference)
    Object.assign(ruling.captures, captures)
    ruling.actions = together(ruling.actions, rule.actions, captures)
    if (rule.actions.drop !== null || rule.actions.stops) {
      ruling.decidedBy = reference
      break
    }
  }
  return ruling
}

function together(before: RuleActions, next: RuleActions, captures: Record<string, string>): RuleActions {
  const tags = next.tags.flatMap((tag) => filled(tag, captures, 60) ?? [])
  const values = next.values.flatMap(({ name, value }) => {
    const text = filled(value, captures, 200)
    return text === null ? [] : [{ name, value: text }]
  })
  return {
    drop: next.drop ?? before.drop,
    teamId: next.teamId ?? before.teamId,
    categoryId: next.categoryId ?? before.categoryId,
    priority: next.priority ?? before.priority,
    tags: [...new Set([...before.tags, ...tags])].slice(0, 50),
    values: [...before.values.filter((one) => !values.some(({ name }) => name === one.name)), ...values],
    isTrusted: before.isTrusted || next.isTrusted,
    stops: before.stops || next.stops,
  }
}

/** `order-{number}` with what was caught; null when nothing was, because `order-` says nothing. */
function filled(template: string, captures: Record<string, string>, mostChars: number): string | null {
  let isEmpty = false
  const text = template.replaceAll(/\{([\p{L}_][\p{L}\p{N}_]*)\}/gu, (_, name: string) => {
    const caught = captures[name]?.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim() ?? ''
    if (caught === '') isEmpty = true
    return caught
  })
  const cut = text.trim().slice(0, mostChars)
  return isEmpty || cut === '' ? null : cut
}
