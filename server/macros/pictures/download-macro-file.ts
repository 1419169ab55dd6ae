import type { FastifyReply } from 'fastify'
import type { Actor } from '#server/identity/index.ts'
import { found } from '#server/platform/http/failure.ts'
import { sendFile } from '#server/platform/http/send-file.ts'
import type { Platform } from '#server/platform/platform.ts'
import { visibleMacros } from '../policy.ts'

/** Sends the bytes of a picture or a file of a macro to whoever may read that; `not_found` to everybody else. */
export async function downloadMacroFile(
  { database: { db }, storage }: Platform,
  actor: Actor,
  id: number,
  isInline: boolean,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const file = await db
    .selectFrom('macro_file')
    .innerJoin('macro', 'macro.id', 'macro_file.macro_id')
    .select(['sha256', 'size_bytes', 'macro_file.name', 'mime'])
    .where('macro_file.id', '=', id)
    .where(visibleMacros(actor))
    .executeTakeFirst()
  return sendFile(reply, storage, found(file), isInline)
}
