import type { Language } from '#contract/common.ts'
import type { StatusCategory } from '#contract/desk.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Platform } from '#server/platform/platform.ts'
import type { CategoryKey, TeamKey } from './desk-words.ts'
import type { AgentKey, InboxKey } from './people.ts'
import type { StepOf } from './step.ts'

/** The desk while it is being filled: everything the stories point at, by its key. */
export interface DemoDesk {
  platform: Platform
  language: Language
  actors: Readonly<Record<AgentKey, Actor>>
  teamIds: Readonly<Record<TeamKey, number>>
  categoryIds: Readonly<Record<CategoryKey, number>>
  inboxIds: Readonly<Record<InboxKey, number>>
  statusIds: Readonly<Record<StatusCategory, number>>
  /** By address. */
  customerIds: ReadonlyMap<string, number>
  /** The tickets so far, by the number of their story. */
  ticketIds: Map<number, number>
  /** What each story began with. */
  firstLetters: Map<number, StepOf<'write'>>
}
