import type { Thread, Threading } from './thread.ts'

/** What the ledger keeps of the decision, so that it can say it in words: the rule and what it saw. */
export function threadDetail({ rule, ticketId, evidence }: Thread): Record<string, unknown> {
  return { thread: { rule, ticketId, ...evidence } }
}

/** The same for a ticket that was named without a right to. */
export function refusalDetail(refused: Threading['refused']): Record<string, unknown> {
  if (!refused) return {}
  const { rule, ticketId, evidence, because } = refused
  return { refused: { rule, ticketId, because, ...evidence } }
}
