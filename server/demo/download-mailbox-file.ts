import type { FastifyReply } from 'fastify'
import { found } from '#server/platform/http/failure.ts'
import type { KeptLetter } from './mailboxes.ts'
import { bytesOf, filesOf } from './present-letter.ts'

/** A file out of a letter; always to be saved, never to be opened as a page of ours. */
export async function downloadMailboxFile(
  letter: KeptLetter,
  index: number,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const file = found(filesOf(letter)[index])
  const name = encodeURIComponent(file.filename ?? 'file').replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16)}`,
  )
  return reply
    .header('content-disposition', `attachment; filename*=UTF-8''${name}`)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .type('application/octet-stream')
    .send(bytesOf(file.content))
}
