import type { Tx } from '#server/platform/database/open-database.ts'
import { noteLetter } from '#server/tickets/index.ts'
import type { Hearing, Outcome } from '../receiving/letter-case.ts'
import { storable } from '../receiving/open-letter.ts'
import type { Thread } from '../threading/thread.ts'
import { threadDetail } from '../threading/thread-detail.ts'
import { authorFacts } from './author-facts.ts'
import type { AgentAuthor } from './examine-author.ts'

interface Wish {
  ticketId: number
  thread: Thread
  author: AgentAuthor
  /** Null when it is not certain that it is theirs. */
  agentId: number | null
  /** A key of `letterReason` and of `noteReason` in locales/. */
  reason: string
}

/** The letter stays inside: what it says is seen by agents, and nothing it says is done. */
export async function keepAsNote(tx: Tx, { opened, now }: Hearing, wish: Wish): Promise<Outcome> {
  const { ticketId, thread, author, agentId, reason } = wish
  const { letter } = opened
  const text = storable(opened.visibleText || letter.text || letter.subject)
  const fromAddress = letter.from === null ? null : storable(letter.from.address.slice(0, 320))
  const noteId = await noteLetter(
    tx,
    ticketId,
    { agentId, text, reason, fromAddress, files: opened.files },
    now,
  )
  return {
    state: 'threaded',
    reason,
    detail: { ...threadDetail(thread), ...authorFacts(author), noteId },
    ticketId,
  }
}
