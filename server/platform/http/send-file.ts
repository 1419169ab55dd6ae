import type { FastifyReply } from 'fastify'
import type { Storage } from '#server/platform/storage/storage.ts'

/** What a browser may show inside our pages: pictures made of dots, which cannot run anything. */
const harmlessPictures = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'])

export function isHarmlessPicture(mime: string): boolean {
  return harmlessPictures.has(mime)
}

/** Sends kept bytes. Never as a page: SVG and HTML are saved, and only a harmless picture is shown when that is asked. */
export async function sendFile(
  reply: FastifyReply,
  storage: Storage,
  file: { sha256: Buffer; size_bytes: number; name: string; mime: string },
  isInline: boolean,
): Promise<FastifyReply> {
  const isShown = isInline && isHarmlessPicture(file.mime)
  const name = encodeURIComponent(file.name).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16)}`,
  )
  return reply
    .header('content-type', isShown ? file.mime : 'application/octet-stream')
    .header('content-length', file.size_bytes)
    .header('content-disposition', `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', 'private, max-age=86400, immutable')
    .send(await storage.open(file.sha256))
}
