import { sql } from 'kysely'
import type { InboundLetter } from '#contract/letters.ts'
import type { LetterState } from '#server/channels/tables.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { cutPage, readCursor } from '#server/platform/paging.ts'
import { anywhere, letterText } from './letter-text.ts'
import { presentLetter, selectLetters } from './present-letter.ts'

interface LettersQuery {
  cursor?: string | undefined
  limit: number
  state?: LetterState | undefined
  inboxId?: number | undefined
  q?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

/** A page of the ledger, newest first. */
export async function listLetters(
  db: Db,
  query: LettersQuery,
): Promise<{ items: InboundLetter[]; nextCursor: string | null }> {
  const after = readCursor(query.cursor)
  const { state, inboxId, q, from, to } = query
  const found = await selectLetters(db)
    .$if(state !== undefined, (letters) => letters.where('state', '=', state ?? 'received'))
    .$if(inboxId !== undefined, (letters) => letters.where('inbox_id', '=', inboxId ?? 0))
    .$if(q !== undefined, (letters) => letters.where(matches(q ?? '')))
    .$if(from !== undefined, (letters) => letters.where('received_at', '>=', new Date(from ?? 0)))
    .$if(to !== undefined, (letters) => letters.where('received_at', '<', new Date(to ?? 0)))
    .$if(after !== null, (letters) =>
      letters.where(
        sql<boolean>`(received_at, inbound_letter.id) < (${after?.value}::timestamptz, ${after?.id}::bigint)`,
      ),
    )
    .orderBy('received_at', 'desc')
    .orderBy('inbound_letter.id', 'desc')
    .limit(query.limit + 1)
    .execute()
  const { rows, nextCursor } = cutPage(found, query.limit, (row) => ({
    value: row.received_at.toISOString(),
    id: row.id,
  }))
  return { items: rows.map(presentLetter), nextCursor }
}

/** The two halves have an index each: letters that wait are few and not in the text index. */
function matches(typed: string) {
  const pattern = anywhere(typed)
  return sql<boolean>`((state <> 'received' and ${letterText} like ${pattern})
    or (state = 'received' and ${letterText} like ${pattern}))`
}
