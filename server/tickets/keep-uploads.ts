import type { Tx } from '#server/platform/database/open-database.ts'
import { keepBlob } from '#server/platform/storage/keep-blob.ts'
import type { ReceivedFile } from './attach-files.ts'

/** Files an agent sent by letter, as if uploaded in the workspace. Answers their ids. */
export async function keepUploads(
  tx: Tx,
  agentId: number,
  files: readonly ReceivedFile[],
  now: Date,
): Promise<number[]> {
  if (files.length === 0) return []
  await keepBlob(tx, ...files.map((file) => file.stored))
  const rows = await tx
    .insertInto('file')
    .values(
      files.map(({ stored, name, mime }) => ({
        sha256: stored.sha256,
        size_bytes: stored.sizeBytes,
        name,
        mime,
        is_inline: false,
        content_id: null,
        uploaded_by_id: agentId,
        created_at: now,
      })),
    )
    .returning('id')
    .execute()
  return rows.map((row) => row.id)
}
