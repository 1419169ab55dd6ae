import type { Language } from '#contract/common.ts'
import type { Priority } from '#contract/desk.ts'
import type { CategoryKey, TagKey, TeamKey } from './desk-words.ts'

export type SampleFile = 'screenshot' | 'photo' | 'invoice' | 'act'

/** Somebody says something; `{order}`, `{sum}`, `{name}` and the like are filled in for each ticket. */
export type Turn =
  | { by: 'customer'; text: string; file?: SampleFile }
  | { by: 'agent'; text: string; file?: SampleFile }
  /** `@tech` and the like mention somebody of that team. */
  | { by: 'note'; text: string }
  | { by: 'handOver'; team: TeamKey }

/** How one question runs, told once and lived by several customers. */
export interface Script {
  language: Language
  inbox: 'support' | 'billing'
  team: TeamKey
  category: CategoryKey
  tags: readonly TagKey[]
  priority?: Priority
  /** The same question in several customers' words: subject, first letter, a file where one belongs. */
  openings: readonly (readonly [subject: string, text: string, file?: SampleFile])[]
  turns: readonly Turn[]
  /** Where it ends when it had the time to: the customer is content, or silent, or still waiting. */
  ending: 'solved' | 'paused' | 'open'
}

export const customer = (text: string, file?: SampleFile): Turn => ({
  by: 'customer',
  text,
  ...(file && { file }),
})
export const agent = (text: string, file?: SampleFile): Turn => ({ by: 'agent', text, ...(file && { file }) })
export const note = (text: string): Turn => ({ by: 'note', text })
export const handOver = (team: TeamKey): Turn => ({ by: 'handOver', team })
