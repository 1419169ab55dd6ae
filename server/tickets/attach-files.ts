import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import type { Stored } from '#server/platform/storage/storage.ts'

/** The post that carries the files. */
type Carrier = { customer_message_id: number } | { reply_id: number } | { note_id: number }

/** Attaches what the agent uploaded; a file of somebody else's, or one already attached, is `unknown_file`. */
export async function attachUploads(
  tx: Tx,
  agentId: number,
  fileIds: number[],
  carrier: Carrier,
): Promise<void> {
  const ids = [...new Set(fileIds)]
  if (ids.length === 0) return
  const attached = await tx
    .updateTable('file')
    .set(carrier)
    .where('id', 'in', ids)
    .where('uploaded_by_id', '=', agentId)
    .where(sql<boolean>`num_nonnulls(customer_message_id, reply_id, note_id) = 0`)
    .returning('id')
    .execute()
  if (attached.length !== ids.length) fail('unknown_file')
}

/** A file that came in with a message; its bytes are stored already. */
export interface ReceivedFile {
  stored: Stored
  name: string
  mime: string
  isInline: boolean
  contentId: string | null
}

export async function attachReceived(
  tx: Tx,
  files: ReceivedFile[],
  customerMessageId: number,
  now: Date,
): Promise<void> {
  if (files.length === 0) return
  await tx
    .insertInto('file')
    .values(
      files.map((file) => ({
        sha256: file.stored.sha256,
        size_bytes: file.stored.sizeBytes,
        name: file.name,
        mime: file.mime,
        is_inline: file.isInline,
        content_id: file.contentId,
        customer_message_id: customerMessageId,
        created_at: now,
      })),
    )
    .execute()
}
