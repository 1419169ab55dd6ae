import type { Readable } from 'node:stream'
import { mostLogoBytes } from '#contract/portal-settings.ts'
import { fail } from '#server/platform/http/failure.ts'
import { cleanSvg } from './clean-svg.ts'

/**
 * A picture as it came, and its kind by its own bytes: what its sender calls it is not believed. A drawing (SVG), which
 * can hold a program, is kept as its shapes alone. `too_large`, `unsupported_media`.
 */
export async function takeLogo(source: Readable): Promise<{ bytes: Buffer; mime: string }> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of source) {
    const bytes = part as Buffer
    size += bytes.length
    if (size > mostLogoBytes) fail('too_large')
    parts.push(bytes)
  }
  const bytes = Buffer.concat(parts)
  const mime = mimeOf(bytes)
  if (mime !== null) return { bytes, mime }
  const drawing = cleanSvg(bytes.toString('utf8')) ?? fail('unsupported_media')
  return { bytes: Buffer.from(drawing), mime: 'image/svg+xml' }
}

function mimeOf(bytes: Buffer): string | null {
  const begins = (hex: string) => bytes.subarray(0, hex.length / 2).toString('hex') === hex
  if (begins('89504e470d0a1a0a')) return 'image/png'
  if (begins('ffd8ff')) return 'image/jpeg'
  const isWebp = begins('52494646') && bytes.subarray(8, 12).toString('latin1') === 'WEBP'
  return isWebp ? 'image/webp' : null
}
