import type { Readable } from 'node:stream'
import type { FileRef } from '#contract/tickets.ts'
import type { Actor } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import type { Platform } from '#server/platform/platform.ts'
import { keepBlob } from '#server/platform/storage/keep-blob.ts'
import { mustBeAbleToWrite } from './policy.ts'
import { presentFile } from './present.ts'

interface Upload {
  name: string
  mime: string
  isInline: boolean
}

/** Stores the bytes as they come in, then the row; loose until a reply, a note or a ticket takes it. */
export async function uploadFile(
  platform: Platform,
  actor: Actor,
  body: Readable,
  upload: Upload,
): Promise<FileRef> {
  mustBeAbleToWrite(actor, ['ticket.reply', 'note.write', 'ticket.create'])
  const stored = await platform.storage.put(body, { maxBytes: platform.config.uploadMaxBytes })
  return inTransaction(platform.database.db, async (tx) => {
    await keepBlob(tx, stored)
    const row = await tx
      .insertInto('file')
      .values({
        sha256: stored.sha256,
        size_bytes: stored.sizeBytes,
        name: safeFileName(upload.name),
        mime: upload.mime,
        is_inline: upload.isInline,
        uploaded_by_id: actor.agentId,
        created_at: platform.clock.now(),
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    if (!upload.isInline) return presentFile(row)
    // The composer names a picture in its text by the file's number: `cid:file-12`. The letter keeps that name.
    const content_id = `file-${row.id}`
    await tx.updateTable('file').set({ content_id }).where('id', '=', row.id).execute()
    return presentFile({ ...row, content_id })
  })
}

/** The name without folders, control characters and marks that turn the reading direction around. */
export function safeFileName(name: string): string {
  const base = name.split(/[\\/]/).at(-1) ?? ''
  const clean = base.replace(/[\p{Cc}\p{Cf}]/gu, '').trim()
  return clean === '' || /^\.+$/.test(clean) ? 'file' : clean
}
