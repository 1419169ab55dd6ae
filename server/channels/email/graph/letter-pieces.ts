import type { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import type Mail from 'nodemailer/lib/mailer/index.js'
import type { PlannedLetter } from '#server/channels/email/encryption/compose-protected.ts'
import { GraphRefusal } from './graph-refusal.ts'

export interface LetterFile {
  attachment: Mail.Attachment
  sizeBytes: number
}

/** A letter that may be put together in the mailbox it leaves from. */
export interface LetterPieces {
  files: readonly LetterFile[]
  /** The letter's MIME with these of its files. */
  compose(files: readonly LetterFile[]): Readable
}

/** The pieces of a letter; null for one that is signed or encrypted, which is one piece. */
export function piecesOf({ plan, written }: PlannedLetter, options: Mail.Options): LetterPieces | null {
  if (plan) return null
  const sizes = (written.files ?? []).map((file) => file.sizeBytes ?? 0)
  const files = (options.attachments ?? []).map((attachment, at) => ({
    attachment,
    sizeBytes: sizes[at] ?? 0,
  }))
  return {
    files,
    compose: (chosen) =>
      new MailComposer({ ...options, attachments: chosen.map((file) => file.attachment) })
        .compile()
        .createReadStream(),
  }
}

/** Graph's limit for one request ("4 MB"), in which the MIME stands as base64. */
export const largestMime = 3_000_000
/** So much of that may be files, so that the words have room; MIME writes a file as base64 in lines. */
const mostOfFiles = 2_200_000
const inMime = (bytes: number) => bytes * 1.37
/** "attachment: createUploadSession" takes no larger file. */
const largestFile = 150 * 2 ** 20

/**
 * Which files stand in the letter's own MIME, and which are added to its draft; none are where all of them fit.
 * Images that the letter shows stay with it before others do. Pure; rejects what Graph takes in no way.
 */
export function splitFiles(files: readonly LetterFile[]): { within: LetterFile[]; apart: LetterFile[] } {
  const tooLarge = files.find((file) => file.sizeBytes > largestFile)
  if (tooLarge) {
    const detail = `Microsoft Graph takes files of ${largestFile} bytes, one has ${tooLarge.sizeBytes}`
    throw new GraphRefusal({ error: 'too_large', detail, isTemporary: false })
  }
  const isShown = (file: LetterFile) => (file.attachment.cid === undefined ? 1 : 0)
  const bySize = files.toSorted((a, b) => isShown(a) - isShown(b) || a.sizeBytes - b.sizeBytes)
  const chosen = new Set<LetterFile>()
  let used = 0
  for (const file of bySize) {
    used += inMime(file.sizeBytes)
    if (used > mostOfFiles) break
    chosen.add(file)
  }
  return {
    within: files.filter((file) => chosen.has(file)),
    apart: files.filter((file) => !chosen.has(file)),
  }
}
