import type { InboundLetter } from '#contract/letters.ts'
import type { LetterState } from '#server/channels/tables.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { cutPage, readCursor } from '#server/platform/paging.ts'
import { presentLetter, selectLetters } from './present-letter.ts'

interface LettersQuery {
  cursor?: string
  limit: number
  state?: LetterState
  inboxId?: number
}

/** A page of the ledger, newest first. */
export async function listLetters(
  db: Db,
  query: LettersQuery,
): Promise<{ items: InboundLetter[]; nextCursor: string | null }> {
  const after = readCursor(query.cursor)
  const found = await selectLetters(db)
    .$if(query.state !== undefined, (letters) => letters.where('state', '=', query.state ?? 'received'))
    .$if(query.inboxId !== undefined, (letters) => letters.where('inbox_id', '=', query.inboxId ?? 0))
    .$if(after !== null, (letters) => letters.where('id', '<', after?.id ?? 0))
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .execute()
  const { rows, nextCursor } = cutPage(found, query.limit, (row) => ({ value: null, id: row.id }))
  return { items: rows.map(presentLetter), nextCursor }
}
