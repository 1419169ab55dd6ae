import { isFilled } from '#contract/field-values.ts'
import type { RuleTest } from '#contract/rule-conditions.ts'
import { compileWords } from './compile-text.ts'
import type { Facts, Needs } from './facts.ts'
import { type Answer, type Ask, no, whether } from './verdict.ts'

type CustomTest = Extract<RuleTest, { field: 'custom' }>

/** Asks a field of the desk's own, of the ticket, its customer or their organization. */
export function compileCustom({ of, key, operator, values }: CustomTest, needs: Needs): Ask {
  if (of !== 'ticket') needs.parts.add('customer')
  const valueOf = (facts: Facts): unknown => {
    const fields = facts[of]?.fields
    // A field that is gone may be called `constructor`.
    return fields && Object.hasOwn(fields, key) ? fields[key] : null
  }
  switch (operator) {
    case 'filled':
      return (facts) => whether(isFilled(valueOf(facts)))
    case 'is':
      return (facts) => compare(valueOf(facts), (value) => values.some((wanted) => isSame(value, wanted)))
    case 'above':
    case 'below': {
      const limit = values[0]
      const sign = operator === 'above' ? 1 : -1
      return (facts) => compare(valueOf(facts), (value) => order(value, limit) === sign)
    }
    case 'contains': {
      const find = compileWords('any_form', values.map(String))
      return (facts) => {
        const value = valueOf(facts)
        const texts = (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string')
        const words = texts.flatMap((text) => find(text, facts.read))
        return { isHeld: words.length > 0, words }
      }
    }
  }
}

/** Of several values one that meets it is enough; a field without a value meets nothing. */
function compare(value: unknown, isMet: (value: unknown) => boolean): Answer {
  if (!isFilled(value)) return no
  const met = (Array.isArray(value) ? value : [value]).filter(isMet)
  return { isHeld: met.length > 0, words: met.map(String) }
}

function isSame(value: unknown, wanted: string | number | boolean): boolean {
  if (typeof value === 'string' && typeof wanted === 'string') {
    return value.toLowerCase() === wanted.toLowerCase()
  }
  return value === wanted
}

/** 1 above, -1 below, 0 the same or not to be compared. Dates are written so that they sort as texts. */
function order(value: unknown, limit: unknown): number {
  if (typeof value === 'number' && typeof limit === 'number') return Math.sign(value - limit)
  if (typeof value === 'string' && typeof limit === 'string')
    return value > limit ? 1 : value < limit ? -1 : 0
  return 0
}
