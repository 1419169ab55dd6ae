import type { Priority, StatusCategory } from '#contract/desk.ts'
import type { ClockKind } from '#contract/sla.ts'

/** The ticket as it began, and the first policy it came under: what happened before that counts by it too. */
export interface Beginning {
  at: number
  eventId: number | null
  status: StatusCategory
  priority: Priority
  teamId: number | null
  /** A person's message it began with; null for one begun by an agent's letter or by a machine. */
  messageId: number | null
  policyId: number | null
}

/** One thing that happened to a ticket, as far as its clocks care. `at` is epoch ms. */
export type Fact = { at: number; eventId: number } & FactBody
type FactBody =
  /** A person wrote, at `writtenAt`, which is earlier where the message came from another ticket. */
  | { kind: 'customer_wrote'; messageId: number; writtenAt: number }
  /** A person's public reply left. */
  | { kind: 'replied' }
  | {
      kind: 'changed'
      status?: StatusCategory | undefined
      priority?: Priority | undefined
      teamId?: number | null | undefined
    }
  | { kind: 'frozen' }
  | { kind: 'unfrozen' }
  /** A message was taken out of the ticket. */
  | { kind: 'message_left'; messageId: number }
  /** Another ticket went up in this one; since when its customer had waited (epoch ms), if they did. */
  | { kind: 'absorbed'; mergeId: number; waitedSince: number | null }
  /** This ticket went up in another one. */
  | { kind: 'merged' }
  /** The two were taken apart again: `out` is told of the one that had gone up, `in` of the other. */
  | { kind: 'unmerged'; direction: 'out'; isFrozen: boolean }
  | { kind: 'unmerged'; direction: 'in'; mergeId: number }
  | { kind: 'policy'; policyId: number | null }
  /** A warning or the breach of a clock was told. */
  | { kind: 'noticed'; clock: ClockKind; run: number; notice: string }
