import type { Readable } from 'node:stream'
import type { FormFile } from '#contract/web-form-visits.ts'
import { countAttempt, mustNotWait } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { fail } from '#server/platform/http/failure.ts'
import type { Platform } from '#server/platform/platform.ts'
import { keepBlob } from '#server/platform/storage/keep-blob.ts'
import { type ReceivedFile, safeFileName } from '#server/tickets/index.ts'
import { lockSubmission } from './lock-submission.ts'
import type { WebFormRow } from './tables.ts'

export const mostFileBytes = 20 * 1024 * 1024
export const mostFiles = 10
/** Files of one network, sent or not. */
const uploadLimit = { free: 60, windowSeconds: 3_600, capSeconds: 900 }

/** Before any byte of a file is kept: fails with `too_many_requests` when a network has sent too many. */
export async function countUpload(db: Db, network: string, now: Date): Promise<void> {
  const subject = `form file ${network}`
  await inTransaction(db, async (tx) => {
    await mustNotWait(tx, subject, uploadLimit, now)
    await countAttempt(tx, subject, now)
  })
}

/**
 * Keeps a file for one filled-in form; what is never sent is gone after a day. `not_found` where the form asks for none.
 */
export async function uploadInForm(
  { database: { db }, storage, clock }: Platform,
  form: WebFormRow,
  body: Readable,
  file: { name: string; mime: string; submission: string; network: string },
): Promise<FormFile> {
  const now = clock.now()
  if (!form.fields.some(({ kind }) => kind === 'files')) fail('not_found')
  await countUpload(db, file.network, now)
  const stored = await storage.put(body, { maxBytes: mostFileBytes })
  const received = {
    stored,
    name: safeFileName(file.name),
    mime: file.mime,
    isInline: false,
    contentId: null,
  }
  const [kept] = await inTransaction(db, (tx) => keepFiles(tx, form, file.submission, [received], now))
  return kept ?? fail('too_many_files')
}

/** Has files wait until their form is sent; `too_many_files` beyond what one may have. */
export async function keepFiles(
  tx: Tx,
  form: WebFormRow,
  submission: string,
  files: readonly ReceivedFile[],
  now: Date,
): Promise<FormFile[]> {
  if (files.length === 0) return []
  // One after the other, or many at once would all find room.
  await lockSubmission(tx, form, submission)
  const waiting = await waitingFiles(tx, form, submission)
  if (waiting.length + files.length > mostFiles) fail('too_many_files')
  await keepBlob(tx, ...files.map((file) => file.stored))
  const rows = await tx
    .insertInto('web_form_file')
    .values(
      files.map(({ stored, name, mime }) => ({
        form_id: form.id,
        submission,
        sha256: stored.sha256,
        name,
        mime,
        size_bytes: stored.sizeBytes,
        created_at: now,
      })),
    )
    .returning(['id', 'name', 'size_bytes'])
    .execute()
  return rows.map(presentFile)
}

/** What was uploaded for a form that is not sent yet. */
export async function waitingFiles(db: Db, form: WebFormRow, submission: string): Promise<FormFile[]> {
  const rows = await db
    .selectFrom('web_form_file')
    .select(['id', 'name', 'size_bytes'])
    .where('form_id', '=', form.id)
    .where('submission', '=', submission)
    .orderBy('id')
    .execute()
  return rows.map(presentFile)
}

function presentFile(row: { id: number; name: string; size_bytes: number }): FormFile {
  return { id: row.id, name: row.name, sizeBytes: row.size_bytes }
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
