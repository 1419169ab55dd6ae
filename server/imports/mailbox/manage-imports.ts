import type { Readable } from 'node:stream'
import type { MailboxImport, createMailboxImport as createRoute } from '#contract/mailbox-imports.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import type { Platform } from '#server/platform/platform.ts'
import { deskChanged } from '#server/tickets/index.ts'
import { removeFile, writePart } from './import-file.ts'
import { presentImport } from './present.ts'
import type { MailboxImportRow } from './tables.ts'

type CreateBody = NonNullable<NonNullable<(typeof createRoute)['types']>['gets']>['body']

export async function listImports(db: Db): Promise<{ items: MailboxImport[] }> {
  const rows = await db.selectFrom('mailbox_import').selectAll().orderBy('id', 'desc').limit(100).execute()
  return { items: rows.map(presentImport) }
}

/** Begins an import: a file is waited for, a folder is read at once. */
export async function createImport(
  tx: Tx,
  actor: Actor,
  input: CreateBody,
  now: Date,
): Promise<MailboxImport> {
  const inbox = await tx
    .selectFrom('inbox')
    .select(['id', 'imap'])
    .where('id', '=', input.inboxId)
    .where('archived_at', 'is', null)
    .executeTakeFirst()
  if (!inbox) fail('unknown_reference')
  if (input.source === 'imap' && !inbox.imap) fail('no_inbox')
  const row = await tx
    .insertInto('mailbox_import')
    .values({
      inbox_id: inbox.id,
      source: input.source,
      name: input.name,
      created_by_id: actor.agentId,
      created_at: now,
      ...(input.source === 'mbox'
        ? { state: 'uploading' as const, size_bytes: input.sizeBytes, uploaded_bytes: 0 }
        : { state: 'running' as const }),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  if (row.state === 'running') await start(tx, row.id)
  await deskChanged(
    tx,
    actor,
    'mailbox_import.created',
    { importId: row.id, name: row.name, source: row.source },
    now,
  )
  return presentImport(row)
}

/** Imports go one after the other: they are in no hurry, and the letters of today are. */
async function start(tx: Tx, importId: number): Promise<void> {
  const options = { queue: 'mailboxImport', key: `mailboxImport.run ${importId}`, maxAttempts: 50 }
  await enqueue(tx, 'mailboxImport.run', { importId }, options)
}

/** Takes the next piece of the file; what is not the next piece is answered with where the file ends. */
export async function takePart(
  platform: Platform,
  actor: Actor,
  importId: number,
  offset: number,
  body: Readable,
): Promise<MailboxImport> {
  const { db } = platform.database
  const row = found(
    await db.selectFrom('mailbox_import').selectAll().where('id', '=', importId).executeTakeFirst(),
  )
  const { size_bytes: size, uploaded_bytes: uploaded } = row
  if (row.state !== 'uploading' || size === null || uploaded === null) fail('not_replayable')
  if (offset !== uploaded) {
    body.resume()
    fail('version_conflict', { detail: { uploadedBytes: uploaded } })
  }
  const length = await writePart(platform.config, importId, { offset, mostBytes: size - offset }, body)
  return inTransaction(db, async (tx) => {
    const isWhole = offset + length >= size
    const moved = await tx
      .updateTable('mailbox_import')
      .set({ uploaded_bytes: offset + length, ...(isWhole && { state: 'running' as const }) })
      .where('id', '=', importId)
      .where('uploaded_bytes', '=', offset)
      .where('state', '=', 'uploading')
      .returningAll()
      .executeTakeFirst()
    if (!moved) fail('version_conflict')
    if (isWhole) await start(tx, importId)
    if (isWhole)
      await deskChanged(
        tx,
        actor,
        'mailbox_import.started',
        { importId, name: row.name },
        platform.clock.now(),
      )
    return presentImport(moved)
  })
}

/** What may be done with an import that is there. */
export type ImportWish = 'cancel' | 'resume' | 'undo'

const allowed: Record<ImportWish, readonly MailboxImportRow['state'][]> = {
  cancel: ['running', 'uploading'],
  resume: ['cancelled', 'failed'],
  undo: ['done', 'cancelled', 'failed'],
}

/** Stops an import, lets it go on, or has what it made removed. */
export async function changeImport(
  tx: Tx,
  actor: Actor,
  id: number,
  wish: ImportWish,
  now: Date,
): Promise<MailboxImport> {
  const row = found(
    await tx.selectFrom('mailbox_import').selectAll().where('id', '=', id).forUpdate().executeTakeFirst(),
  )
  if (!allowed[wish].includes(row.state)) fail('not_replayable')
  const isHalfUploaded = row.source === 'mbox' && (row.uploaded_bytes ?? 0) < (row.size_bytes ?? 0)
  const state =
    wish === 'cancel' ? 'cancelled' : wish === 'undo' ? 'undoing' : isHalfUploaded ? 'uploading' : 'running'
  const changed = await tx
    .updateTable('mailbox_import')
    .set({ state, error: null, finished_at: wish === 'cancel' ? now : null })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  if (state === 'running') await start(tx, id)
  if (state === 'undoing')
    await enqueue(
      tx,
      'mailboxImport.undo',
      { importId: id },
      { queue: 'mailboxImport', key: `mailboxImport.undo ${id}` },
    )
  await deskChanged(tx, actor, `mailbox_import.${wish}`, { importId: id, name: row.name }, now)
  return presentImport(changed)
}

/** Off the list; what it made stays and cannot be undone any more. */
export async function removeImport(platform: Platform, actor: Actor, id: number): Promise<void> {
  const { db } = platform.database
  await inTransaction(db, async (tx) => {
    const row = found(
      await tx.selectFrom('mailbox_import').selectAll().where('id', '=', id).forUpdate().executeTakeFirst(),
    )
    if (row.state === 'running' || row.state === 'undoing') fail('in_use')
    await tx.deleteFrom('mailbox_import').where('id', '=', id).execute()
    await deskChanged(
      tx,
      actor,
      'mailbox_import.removed',
      { importId: id, name: row.name },
      platform.clock.now(),
    )
  })
  await removeFile(platform.config, id)
}
