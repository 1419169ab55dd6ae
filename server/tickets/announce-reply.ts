import type { Tx } from '#server/platform/database/open-database.ts'
import { type Occurrence, recordEvent } from '#server/platform/events/record-event.ts'
import { indexTicketText } from '#server/platform/search-index.ts'

/**
 * A reply leaves: its words can be found from now on, and whoever answers `reply.created` hears of it, the outbox
 * first of all. Nobody hears of a reply that was taken back in time.
 */
export function announceReply(
  tx: Tx,
  occurrence: Pick<Occurrence, 'at' | 'actor'> & { ticketId: number },
  replyId: number,
  text: string,
): Promise<unknown>[] {
  const { ticketId } = occurrence
  return [
    indexTicketText(tx, { ticketId, kind: 'public', parts: [{ weight: 'D', text }] }),
    recordEvent(tx, { ...occurrence, type: 'reply.created', data: { replyId } }),
  ]
}
