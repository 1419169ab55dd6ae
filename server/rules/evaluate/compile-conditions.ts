import type { ConditionTrace } from '#contract/rule-runs.ts'
import type { RuleGroup } from '#contract/rule-conditions.ts'
import { compileTest } from './compile-test.ts'
import type { Facts, Needs } from './facts.ts'
import type { CompiledConditions } from './verdict.ts'

interface Node {
  path: string
  /** Reads words: worth asking last. */
  isSlow: boolean
  holds(facts: Facts): boolean
  trace(facts: Facts, into: ConditionTrace[]): boolean
}

/** Makes conditions ready, once for all tickets. Throws a PatternError for a pattern that cannot be used. */
export function compileConditions(group: RuleGroup): CompiledConditions {
  const needs: Needs = { parts: new Set(), calendars: new Set() }
  const root = compileGroup(group, 'conditions', needs)
  return {
    needs,
    holds: (facts) => root.holds(facts),
    trace: (facts) => {
      const into: ConditionTrace[] = []
      root.trace(facts, into)
      return into
    },
  }
}

function compileGroup(group: RuleGroup, path: string, needs: Needs): Node {
  const nodes = group.conditions.map((condition, index) => {
    const place = `${path}.${index}`
    if (!('field' in condition)) return compileGroup(condition, place, needs)
    const ask = compileTest(condition, needs)
    return {
      path: place,
      isSlow: 'how' in condition || condition.field === 'custom',
      holds: (facts: Facts) => ask(facts).isHeld !== condition.isNot,
      trace: (facts: Facts, into: ConditionTrace[]) => {
        const answer = ask(facts)
        const isHeld = answer.isHeld !== condition.isNot
        // Words that were found are why a test turned round does not hold, and worth telling too.
        into.push({ path: place, isHeld, words: [...answer.words] })
        return isHeld
      },
    }
  })
  // Asking has no effects, so what is quick goes first: most rules are done with before a word is read.
  const quickFirst = nodes.toSorted((a, b) => Number(a.isSlow) - Number(b.isSlow))
  const join = (answers: (node: Node) => boolean): boolean => {
    if (nodes.length === 0) return !group.isNot
    return (group.match === 'all' ? quickFirst.every(answers) : quickFirst.some(answers)) !== group.isNot
  }
  return {
    path,
    isSlow: nodes.some((node) => node.isSlow),
    holds: (facts) => join((node) => node.holds(facts)),
    trace: (facts, into) => {
      const place = into.push({ path, isHeld: false, words: [] }) - 1
      const answers = new Map(nodes.map((node) => [node, node.trace(facts, into)]))
      const isHeld = join((node) => answers.get(node) === true)
      into[place] = { path, isHeld, words: [] }
      return isHeld
    },
  }
}
