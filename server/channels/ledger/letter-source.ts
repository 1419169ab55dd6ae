import type { LetterSource } from '#contract/letters.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Platform } from '#server/platform/platform.ts'
import { readHead } from './get-letter.ts'
import { findLetter } from './present-letter.ts'

const mostShown = 256 * 1024

/** The beginning of a letter's bytes, to be looked at. */
export async function getLetterSource(
  { database: { db }, storage }: Platform,
  actor: Actor,
  id: number,
): Promise<LetterSource> {
  const row = await findLetter(db, actor, id)
  const head = await readHead(await storage.open(row.raw_sha256), mostShown)
  return { text: asText(head), sizeBytes: row.size_bytes, isCut: row.size_bytes > head.length }
}

/** Bytes as text that can do nothing: UTF-8 where it is that, else a character a byte; controls become pictures. */
export function asText(bytes: Buffer): string {
  return decode(bytes)
    .replaceAll('\r\n', '\n')
    .replaceAll(/[\u0000-\u0008\u000b-\u001f]/g, (char) => String.fromCharCode(0x2400 + char.charCodeAt(0)))
    .replaceAll(/[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '�')
}

function decode(bytes: Buffer): string {
  // A character of several bytes may be cut at the end.
  for (let cut = 0; cut < 4; cut++) {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, bytes.length - cut))
    } catch {
      // Not UTF-8, or not to this byte.
    }
  }
  return bytes.toString('latin1')
}
