import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import type { Stored } from '#server/platform/storage/storage.ts'
import type { FileRow } from './tables.ts'

interface Picture {
  /** Bytes that are in the books already. */
  stored: Stored
  name: string
  mime: string
}

/**
 * Pictures as if an agent had just put them into an answer, or the desk itself (null): loose until that takes them,
 * each with the name the answer's words show it by (`content_id`). In the order they were given.
 */
export async function keepPictures(
  tx: Tx,
  agentId: number | null,
  pictures: readonly Picture[],
  now: Date,
): Promise<FileRow[]> {
  if (pictures.length === 0) return []
  const rows = await tx
    .insertInto('file')
    .values(
      pictures.map(({ stored, name, mime }) => ({
        sha256: stored.sha256,
        size_bytes: stored.sizeBytes,
        name,
        mime,
        is_inline: true,
        content_id: null,
        uploaded_by_id: agentId,
        created_at: now,
      })),
    )
    .returning('id')
    .execute()
  const ids = rows.map(({ id }) => id)
  const named = await tx
    .updateTable('file')
    .set({ content_id: sql<string>`'file-' || id` })
    .where('id', 'in', ids)
    .returningAll()
    .execute()
  // Numbers are given in the order of the values.
  return named.toSorted((a, b) => a.id - b.id)
}
