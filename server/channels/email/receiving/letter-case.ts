import type { InboxSections } from '#contract/inbox-sections.ts'
import type { InboundLetterRow, LetterState } from '#server/channels/tables.ts'
import type { Settings } from '#server/platform/settings.ts'
import type { AgentAuthor } from '../agent-letters/examine-author.ts'
import type { LetterJudgement } from '../reading/automatic/automated.ts'
import type { LetterSender } from './letter-sender.ts'
import type { OpenedLetter } from './open-letter.ts'
import type { BatchPolicy } from '../policy/batch-policy.ts'
import type { Related } from '../threading/related-letters.ts'

/** What became of a letter: one of the ledger's final states, and the rule that decided. */
export interface Outcome {
  state: Exclude<LetterState, 'received'>
  /** A key of `letterReason` in locales/. */
  reason: string
  detail?: Record<string, unknown>
  ticketId?: number | null
  customerMessageId?: number | null
}

/** A letter with what was known of it before the transaction. */
export interface LetterCase {
  row: InboundLetterRow
  opened: OpenedLetter
  ownAddresses: readonly string[]
  prefixes: readonly string[]
  inbox: { id: number; teamId: number | null; reopening: InboxSections['reopening'] }
  /** Whom the inbox believes about who a letter is from. */
  trust: InboxSections['authentication']
  /** What becomes of a letter to two inboxes. */
  copies: Settings['letter_copies']
  /** Set when From is an agent's address. */
  author: AgentAuthor | null
  /** As it came, with everything. */
  sizeBytes: number
}

export interface Decided {
  input: LetterCase
  outcome: Outcome
}

/** A letter while it is decided: every step sees this, and the first that has an outcome ends it. */
export interface Hearing extends LetterCase {
  related: Related
  /** Who wrote it, as far as the letter's word is taken for it. */
  sender: LetterSender
  /** Rules and limits. */
  policy: BatchPolicy
  /** Judged with our own addresses known. */
  judgement: LetterJudgement
  /** An administrator who has a letter processed again wants it to be a customer's, whatever it looks like. */
  isWanted: boolean
  now: Date
}

export function ignored(reason: string, detail?: Record<string, unknown>): Outcome {
  return { state: 'ignored', reason, detail }
}

export function isOwn(ownAddresses: readonly string[], address: string): boolean {
  const plain = address.toLowerCase()
  return ownAddresses.includes(plain) || ownAddresses.includes(plain.replace(/\+[^@]*@/, '@'))
}
