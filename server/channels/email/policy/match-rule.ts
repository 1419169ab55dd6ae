import type { RuleBody, RuleCondition, TextOperator } from '#contract/mail-policy.ts'
import type { LetterFacts } from './letter-facts.ts'
import { openPattern } from '#server/platform/language.ts'

export interface Found {
  isMatched: boolean
  /** Condition by condition; those after the decision are asked only when `isThorough`. */
  conditions: boolean[]
  captures: Record<string, string>
}

export type CompiledRule = (facts: LetterFacts, isThorough?: boolean) => Found

type Captures = Record<string, string>
/** Null: does not hold. */
type Check = (facts: LetterFacts) => Captures | null

/** A rule made ready: patterns are compiled once, not for every letter. Throws a PatternError. */
export function compileRule({ match, conditions }: Pick<RuleBody, 'match' | 'conditions'>): CompiledRule {
  const checks = conditions.map(compileCondition)
  return (facts, isThorough = false) => {
    const captures: Captures = {}
    const results: boolean[] = []
    for (const check of checks) {
      const found = check(facts)
      results.push(found !== null)
      Object.assign(captures, found)
      if (!isThorough && (found !== null) === (match === 'any')) break
    }
    const isMatched = match === 'any' ? results.includes(true) : !results.includes(false)
    return { isMatched, conditions: results, captures: isMatched ? captures : {} }
  }
}

function compileCondition(condition: RuleCondition): Check {
  switch (condition.field) {
    case 'inbox':
      return when((facts) => (facts.inboxId === condition.inboxId) === (condition.operator === 'is'))
    case 'has_attachment':
      return when((facts) => facts.fileNames.length > 0 === condition.value)
    case 'size':
      return when(({ sizeBytes }) =>
        condition.operator === 'above'
          ? sizeBytes > condition.kilobytes * 1024
          : sizeBytes < condition.kilobytes * 1024,
      )
    case 'authentication':
      return when((facts) => facts.authentication === condition.verdict)
    case 'automatic':
      return when(({ kind }) => (kind === 'auto_reply' || kind === 'bulk') === condition.value)
    case 'header':
      return compileHeader(condition)
    default: {
      const { field, operator, value } = condition
      const check = compileText(operator, value)
      return (facts) => check(textsOf(facts, field))
    }
  }
}

function compileHeader(condition: Extract<RuleCondition, { field: 'header' }>): Check {
  const { name, operator, value } = condition
  if (operator === 'present') return when((facts) => facts.header(name).length > 0)
  if (operator === 'absent') return when((facts) => facts.header(name).length === 0)
  const check = compileText(operator, value)
  return (facts) => check(facts.header(name))
}

function when(holds: (facts: LetterFacts) => boolean): Check {
  return (facts) => (holds(facts) ? {} : null)
}

function textsOf(
  facts: LetterFacts,
  field: 'from' | 'sender_domain' | 'to' | 'subject' | 'body' | 'file_name',
): readonly string[] {
  switch (field) {
    case 'sender_domain':
      return facts.from.flatMap((address) => domainsOf(address))
    case 'subject':
      return [facts.subject]
    case 'body':
      return [facts.body]
    case 'file_name':
      return facts.fileNames
    default:
      return facts[field]
  }
}

/** The domain and those above it: a rule for example.com is meant for mail.example.com too. */
function domainsOf(address: string): string[] {
  const labels = address.slice(address.lastIndexOf('@') + 1).split('.')
  return labels.slice(0, -1).map((_, at) => labels.slice(at).join('.'))
}

type TextCheck = (texts: readonly string[]) => Captures | null

/** Holds when any of the texts is so; `is_not` and `contains_not` when none is the opposite. */
function compileText(operator: TextOperator, value: string): TextCheck {
  const wanted = value.trim().toLowerCase()
  const any =
    (holds: (text: string) => boolean): TextCheck =>
    (texts) =>
      texts.some((text) => holds(text.toLowerCase())) ? {} : null
  const none =
    (holds: (text: string) => boolean): TextCheck =>
    (texts) =>
      texts.some((text) => holds(text.toLowerCase())) ? null : {}
  switch (operator) {
    case 'is':
      return any((text) => text.trim() === wanted)
    case 'is_not':
      return none((text) => text.trim() === wanted)
    case 'contains':
      return any((text) => text.includes(wanted))
    case 'contains_not':
      return none((text) => text.includes(wanted))
    case 'begins':
      return any((text) => text.trimStart().startsWith(wanted))
    case 'ends':
      return any((text) => text.trimEnd().endsWith(wanted))
    case 'like':
      return any((text) => isLike(text.trim(), wanted.split('*')))
    case 'matches': {
      const pattern = openPattern(value)
      return (texts) => {
        for (const text of texts) {
          const found = pattern.find(text)
          if (found) return found.captures
        }
        return null
      }
    }
  }
}

/** A text that begins with the first part, ends with the last, and has the others between them, in order. */
function isLike(text: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts
  const last = rest.pop()
  if (last === undefined) return text === first
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last))
    return false
  const end = text.length - last.length
  let at = first.length
  for (const part of rest) {
    const found = text.indexOf(part, at)
    if (found < 0 || found + part.length > end) return false
    at = found + part.length
  }
  return true
}
