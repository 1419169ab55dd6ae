import type { FastifyReply } from 'fastify'
import type { Actor } from '#server/identity/index.ts'
import type { Platform } from '#server/platform/platform.ts'
import { findLetter } from './present-letter.ts'

/** Sends a letter's bytes as they arrived; always to be saved, never shown as a page. */
export async function downloadLetter(
  { database: { db }, storage }: Platform,
  actor: Actor,
  id: number,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const letter = await findLetter(db, actor, id)
  return reply
    .header('content-type', 'message/rfc822')
    .header('content-length', letter.size_bytes)
    .header('content-disposition', `attachment; filename="letter-${id}.eml"`)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .send(await storage.open(letter.raw_sha256))
}
