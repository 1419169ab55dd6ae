import type { Language } from '#contract/common.ts'
import type { Priority } from '#contract/desk.ts'
import type { CategoryKey, TagKey, TeamKey } from './desk-words.ts'
import type { AgentKey, DemoCustomer, InboxKey } from './people.ts'
import type { SampleFile } from './script.ts'

/** One thing that somebody does to one ticket at one moment. */
export type Step = { at: Date; story: number } & (
  | { do: 'write'; customer: DemoCustomer; inbox: InboxKey; subject: string; text: string; file?: SampleFile }
  | {
      do: 'writeDown'
      customer: DemoCustomer
      agent: AgentKey
      source: 'phone' | 'visit'
      subject: string
      text: string
      team: TeamKey
      category: CategoryKey
    }
  | { do: 'answer'; text: string; file?: SampleFile }
  | {
      do: 'reply'
      agent: AgentKey
      text: string
      file?: SampleFile
      language: Language
      status?: 'paused' | 'solved'
    }
  | { do: 'note'; agent: AgentKey; text: string; mentions: readonly AgentKey[] }
  | {
      do: 'update'
      agent: AgentKey
      status?: 'open' | 'paused' | 'solved' | 'closed'
      team?: TeamKey
      assignee?: AgentKey
      priority?: Priority
      category?: CategoryKey
      tags?: readonly TagKey[]
    }
)

export type StepOf<Kind extends Step['do']> = Extract<Step, { do: Kind }>
