import type { MailboxLetter, WholeLetter } from '#contract/playground.ts'
import { type KeptLetter, personOf } from './mailboxes.ts'

const sourceLength = 300_000

/** A letter as the list of a mailbox shows it. */
export function presentLetter(letter: KeptLetter): MailboxLetter {
  const { id, direction, correspondent, subject, snippet, hasFiles, at } = letter
  return { id, direction, correspondent, subject, snippet, hasFiles, at: at.toISOString() }
}

/** The whole of it, with its source. */
export function presentWholeLetter(letter: KeptLetter): WholeLetter {
  const { parsed, raw, id } = letter
  return {
    ...presentLetter(letter),
    from: personOf(parsed.from),
    to: (parsed.to ?? []).map(personOf),
    replyTo: personOf(parsed.replyTo?.[0] ?? parsed.from),
    text: parsed.text ?? '',
    html: parsed.html ?? null,
    files: filesOf(letter).map(({ filename, mimeType, content }, index) => ({
      name: filename ?? 'file',
      mime: mimeType,
      sizeBytes: bytesOf(content).length,
      url: `/api/v1/playground/letters/${id}/files/${index}`,
    })),
    // What is beyond would be one long attachment in base64.
    source: raw.subarray(0, sourceLength).toString('utf8'),
  }
}

/** Attachments without the pictures that stand in the text. */
export function filesOf({ parsed }: KeptLetter): KeptLetter['parsed']['attachments'] {
  return parsed.attachments.filter((file) => file.related !== true)
}

export function bytesOf(content: ArrayBuffer | Uint8Array | string): Buffer {
  if (typeof content === 'string') return Buffer.from(content)
  return content instanceof Uint8Array ? Buffer.from(content) : Buffer.from(new Uint8Array(content))
}
