import type { Tx } from '#server/platform/database/open-database.ts'
import { noteLetter } from '#server/tickets/index.ts'
import type { Hearing, Outcome } from '../receiving/letter-case.ts'
import { storable } from '../receiving/open-letter.ts'
import { isForwardSubject } from '../reading/subject-tag.ts'
import { authorFacts } from './author-facts.ts'

/**
 * A letter passed on from an agent's address that could not be proved has become an ordinary ticket of that address;
 * a note says why its writer is not the customer.
 */
export async function noteDoubtfulForward(tx: Tx, hearing: Hearing, outcome: Outcome): Promise<Outcome> {
  const { author, opened, now } = hearing
  const { letter } = opened
  const isDoubtful = author !== null && !author.isProven && isForwardSubject(letter.subject)
  if (!isDoubtful || outcome.state !== 'new_ticket' || outcome.ticketId == null) return outcome
  const fromAddress = letter.from === null ? null : storable(letter.from.address.slice(0, 320))
  const note = { agentId: null, text: '', reason: 'unverified_forward', fromAddress, files: [] }
  const noteId = await noteLetter(tx, outcome.ticketId, note, now)
  const detail = { ...outcome.detail, ...authorFacts(author), noteId }
  return { ...outcome, reason: 'unverified_forward', detail }
}
