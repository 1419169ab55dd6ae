import type { DoneBy } from '#contract/rule-conditions.ts'
import type { Language } from '#contract/common.ts'
import type { Priority, StatusCategory } from '#contract/desk.ts'
import type { TriggerKind } from '#contract/rule-triggers.ts'
import type { Source } from '#contract/tickets.ts'
import type { ReadText } from '#server/platform/language.ts'

/** The fields of a ticket that rules read, and see changed by the rules before them. */
export interface TicketFacts {
  id: number
  subject: string
  statusId: number
  statusCategory: StatusCategory
  priority: Priority
  categoryId: number | null
  teamId: number | null
  assigneeId: number | null
  inboxId: number | null
  source: Source
  tags: readonly string[]
  fields: Readonly<Record<string, unknown>>
  createdAt: Date
  lastActivityAt: Date
  waitingSince: Date | null
  dueAt: Date | null
  frozenUntil: Date | null
}

export interface MessageFacts {
  id: number
  text: string
  isAutomatic: boolean
  isFirst: boolean
  /** Name and address in one line. */
  sender: string
  recipients: readonly string[]
  fileNames: readonly string[]
}

export interface CustomerFacts {
  id: number
  name: string
  emails: readonly string[]
  remark: string
  language: Language | null
  fields: Readonly<Record<string, unknown>>
}

export interface OrganizationFacts {
  id: number
  name: string
  domains: readonly string[]
  fields: Readonly<Record<string, unknown>>
}

/** What the customer said of it. */
export interface RatingFacts {
  score: number
  isGood: boolean
  isLow: boolean
}

/** What set the rules going. */
export interface Occasion {
  trigger: TriggerKind
  doneBy: readonly DoneBy[]
  /** The note that was added, and its words. */
  note: string | null
}

/** Everything conditions look at, loaded before they are asked: asking is pure and has no way to change anything. */
export interface Facts {
  now: Date
  occasion: Occasion
  ticket: TicketFacts
  /** A category and those above it. */
  categoryLine: readonly number[]
  /** What the event is about, or the customer's last. */
  message: MessageFacts | null
  customer: CustomerFacts
  organization: OrganizationFacts | null
  /** Of the event, or the latest; null for a ticket nobody rated. */
  rating: RatingFacts | null
  messageCount: number
  replyCount: number
  isFirstTicket: boolean
  /** By calendar: whether it is working time now; a calendar that is gone has none. */
  workingNow: ReadonlyMap<number, boolean>
  /** Reads a text once however many rules ask for its words. */
  read(this: void, text: string): ReadText
}

/** What some rule needs beyond the ticket, so that nothing else is loaded. */
export type Need = 'message' | 'files' | 'customer' | 'counts' | 'first_ticket' | 'note' | 'categories'
export interface Needs {
  parts: Set<Need>
  calendars: Set<number>
}
