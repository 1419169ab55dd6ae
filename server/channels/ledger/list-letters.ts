import { sql } from 'kysely'
import type { InboundLetter } from '#contract/letters.ts'
import type { LetterState } from '#server/channels/tables.ts'
import type { Actor } from '#server/identity/index.ts'
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

/**
 * So many of the newest letters are looked through by themselves: a frequent word fills its page there, and the text
 * index, which would gather every letter that has it, is asked for the rare ones only.
 */
const newestFirst = 5_000

/** A page of the ledger, newest first. */
export async function listLetters(
  db: Db,
  actor: Actor,
  query: LettersQuery,
): Promise<{ items: InboundLetter[]; nextCursor: string | null }> {
  const found = (await findAmongNewest(db, actor, query)) ?? (await select(db, actor, query).execute())
  const { rows, nextCursor } = cutPage(found, query.limit, (row) => ({
    value: row.received_at.toISOString(),
    id: row.id,
  }))
  return { items: rows.map(presentLetter), nextCursor }
}

/** Null when the newest letters do not fill the page, or there are no others. */
async function findAmongNewest(db: Db, actor: Actor, query: LettersQuery) {
  if (query.q === undefined) return null
  const edge = await select(db, actor, { ...query, q: undefined })
    .clearSelect()
    .select('received_at')
    .clearLimit()
    .limit(1)
    .offset(newestFirst)
    .executeTakeFirst()
  if (!edge) return null
  const found = await select(db, actor, { ...query, q: undefined })
    .where('received_at', '>', edge.received_at)
    // Not the indexed expression: the few letters are read, and the text index is left alone.
    .where(sql<boolean>`${letterText} || '' like ${anywhere(query.q)}`)
    .execute()
  return found.length > query.limit ? found : null
}

function select(db: Db, actor: Actor, { cursor, limit, state, inboxId, q, from, to }: LettersQuery) {
  const after = readCursor(cursor)
  return selectLetters(db, actor)
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
    .limit(limit + 1)
}

/** The two halves have an index each: letters that wait are few and not in the text index. */
function matches(typed: string) {
  const pattern = anywhere(typed)
  return sql<boolean>`((state <> 'received' and ${letterText} like ${pattern})
    or (state = 'received' and ${letterText} like ${pattern}))`
}
