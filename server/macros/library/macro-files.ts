import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { visibleMacros } from '../policy.ts'
import type { MacroFileRow } from '../tables.ts'

const mostFiles = 10

/** Gives a macro the caller's uploads and takes others from it. `unknown_file` for somebody else's upload. */
export async function changeFiles(
  tx: Tx,
  agentId: number,
  macroId: number,
  { fileIds, removedFileIds = [] }: { fileIds: readonly number[]; removedFileIds?: readonly number[] },
): Promise<void> {
  if (removedFileIds.length > 0) {
    await tx
      .deleteFrom('macro_file')
      .where('macro_id', '=', macroId)
      .where('id', 'in', [...removedFileIds])
      // Pictures go with the words that show them.
      .where('is_inline', '=', false)
      .execute()
  }
  const ids = [...new Set(fileIds)]
  if (ids.length === 0) return
  // Bytes are kept by their sum: the same blob carries the upload, which is given up, and the macro's file.
  const uploads = await tx
    .selectFrom('file')
    .select(['sha256', 'size_bytes', 'name', 'mime'])
    .where('id', 'in', ids)
    .where('uploaded_by_id', '=', agentId)
    .where('is_inline', '=', false)
    .orderBy('id')
    .execute()
  if (uploads.length !== ids.length) fail('unknown_file')
  await keepFiles(tx, macroId, uploads)
}

/** Gives a macro what others carry that the actor sees. `unknown_file` for a file of any other. */
export async function copyMacroFiles(
  tx: Tx,
  actor: Actor,
  macroId: number,
  fileIds: readonly number[],
): Promise<void> {
  const ids = [...new Set(fileIds)]
  if (ids.length === 0) return
  const found = await tx
    .selectFrom('macro_file')
    .innerJoin('macro', 'macro.id', 'macro_file.macro_id')
    .select(['sha256', 'size_bytes', 'macro_file.name', 'mime'])
    .where('macro_file.id', 'in', ids)
    .where('is_inline', '=', false)
    .where(visibleMacros(actor))
    .orderBy('macro_file.id')
    .execute()
  if (found.length !== ids.length) fail('unknown_file')
  await keepFiles(tx, macroId, found)
}

async function keepFiles(
  tx: Tx,
  macroId: number,
  files: readonly Pick<MacroFileRow, 'sha256' | 'size_bytes' | 'name' | 'mime'>[],
): Promise<void> {
  await tx
    .insertInto('macro_file')
    .values(files.map((file) => ({ ...file, macro_id: macroId })))
    .execute()
  const { count } = await tx
    .selectFrom('macro_file')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('macro_id', '=', macroId)
    .where('is_inline', '=', false)
    .executeTakeFirstOrThrow()
  if (count > mostFiles)
    fail('invalid_input', { fields: [{ path: 'body.fileIds', message: `at most ${mostFiles} files` }] })
}
