import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'

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
  await tx
    .insertInto('macro_file')
    .values(uploads.map((upload) => ({ ...upload, macro_id: macroId })))
    .execute()
  const { count } = await tx
    .selectFrom('macro_file')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('macro_id', '=', macroId)
    .executeTakeFirstOrThrow()
  if (count > mostFiles)
    fail('invalid_input', { fields: [{ path: 'body.fileIds', message: `at most ${mostFiles} files` }] })
}
