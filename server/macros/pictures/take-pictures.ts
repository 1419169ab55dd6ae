import { renamePictures } from '#server/platform/composed-html.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { keepPictures } from '#server/tickets/index.ts'
import type { MacroFileRow } from '../tables.ts'
import { macroPictureName } from './picture-names.ts'

/**
 * Words of a macro for one answer, whose pictures are that answer's own: copies as if the agent had put them there, or
 * the desk itself (null). Whatever becomes of the macro, they stay.
 */
export async function takePictures(
  tx: Tx,
  agentId: number | null,
  { html, pictures }: { html: string; pictures: readonly MacroFileRow[] },
  now: Date,
) {
  const copies = await keepPictures(
    tx,
    agentId,
    pictures.map(({ sha256, size_bytes, name, mime }) => ({
      stored: { sha256, sizeBytes: size_bytes },
      name,
      mime,
    })),
    now,
  )
  const newNames = new Map(pictures.map(({ id }, at) => [macroPictureName(id), copies[at]?.content_id]))
  return { html: renamePictures(html, (name) => newNames.get(name) ?? null), files: copies }
}
