import type { FastifyReply } from 'fastify'
import { found } from '#server/platform/http/failure.ts'
import type { Platform } from '#server/platform/platform.ts'
import { selectLetters } from './present-letter.ts'

/** Sends a letter's bytes as they arrived; always to be saved, never shown as a page. */
export async function downloadLetter(
  { database: { db }, storage }: Platform,
  id: number,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const letter = found(await selectLetters(db).where('inbound_letter.id', '=', id).executeTakeFirst())
  return reply
    .header('content-type', 'message/rfc822')
    .header('content-length', letter.size_bytes)
    .header('content-disposition', `attachment; filename="letter-${id}.eml"`)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .send(await storage.open(letter.raw_sha256))
}
