import type { ConditionTrace } from '#contract/rule-runs.ts'
import type { Facts, Needs } from './facts.ts'

/** Whether one test holds, and by which words of the text. */
export interface Answer {
  isHeld: boolean
  words: readonly string[]
}

/** A test made ready: it reads facts and says yes or no. */
export type Ask = (facts: Facts) => Answer

export const yes: Answer = { isHeld: true, words: [] }
export const no: Answer = { isHeld: false, words: [] }

export function whether(isHeld: boolean): Answer {
  return isHeld ? yes : no
}

export interface CompiledConditions {
  needs: Needs
  /** Quick: asks no further than it must. */
  holds(this: void, facts: Facts): boolean
  /** Asks everything and says of each what it answered. */
  trace(this: void, facts: Facts): ConditionTrace[]
}
