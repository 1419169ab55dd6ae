import type { Readable } from 'node:stream'
import type { FormFile } from '#contract/web-form-visits.ts'
import { countAttempt, mustNotWait } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { fail } from '#server/platform/http/failure.ts'
import type { Platform } from '#server/platform/platform.ts'
import { keepBlob } from '#server/platform/storage/keep-blob.ts'
import { type ReceivedFile, safeFileName } from '#server/tickets/index.ts'
import type { WebFormRow } from './tables.ts'

export const mostFileBytes = 20 * 1024 * 1024
export const mostFiles = 10
/** Files of one network, sent or not. */
const uploadLimit = { free: 60, windowSeconds: 3_600, capSeconds: 900 }

/** Keeps a file for one filled-in form; what is never sent is gone after a day. */
export async function uploadInForm(
  { database: { db }, storage, clock }: Platform,
  form: WebFormRow,
  body: Readable,
  file: { name: string; mime: string; submission: string; network: string },
): Promise<FormFile> {
  const now = clock.now()
  const subject = `form file ${file.network}`
  await inTransaction(db, async (tx) => {
    await mustNotWait(tx, subject, uploadLimit, now)
    await countAttempt(tx, subject, now)
  })
  const stored = await storage.put(body, { maxBytes: mostFileBytes })
  return inTransaction(db, async (tx) => {
    const waiting = await tx
      .selectFrom('web_form_file')
      .select('id')
      .where('form_id', '=', form.id)
      .where('submission', '=', file.submission)
      .execute()
    if (waiting.length >= mostFiles) fail('too_many_files')
    await keepBlob(tx, stored)
    const name = safeFileName(file.name)
    const { id } = await tx
      .insertInto('web_form_file')
      .values({
        form_id: form.id,
        submission: file.submission,
        sha256: stored.sha256,
        name,
        mime: file.mime,
        size_bytes: stored.sizeBytes,
        created_at: now,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    return { id, name, sizeBytes: stored.sizeBytes }
  })
}

/** The files of this very form that its browser uploaded; `unknown_file` for any other. They are taken out of waiting. */
export async function takeFiles(
  tx: Tx,
  form: WebFormRow,
  submission: string,
  ids: readonly number[],
): Promise<ReceivedFile[]> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return []
  const rows = await tx
    .deleteFrom('web_form_file')
    .where('form_id', '=', form.id)
    .where('submission', '=', submission)
    .where('id', 'in', wanted)
    .returning(['id', 'sha256', 'size_bytes', 'name', 'mime'])
    .execute()
  if (rows.length !== wanted.length) fail('unknown_file')
  return rows
    .toSorted((a, b) => wanted.indexOf(a.id) - wanted.indexOf(b.id))
    .map((row) => ({
      stored: { sha256: row.sha256, sizeBytes: row.size_bytes },
      name: row.name,
      mime: row.mime,
      isInline: false,
      contentId: null,
    }))
}
