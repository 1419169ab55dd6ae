import type { LetterProtection } from '#contract/letter-keys.ts'
import { cleanFileName, uniqueFileName } from '../reading/file-name.ts'
import type { LetterAttachment } from '../reading/letter.ts'
import type { EmailDesk } from '../email-desk.ts'
import { type MimePart, readMimeParts } from '../reading/mime-parts.ts'
import { readNestedLetter } from '../reading/parse.ts'
import type { PreparedLetter } from '../reading/prepare-letter.ts'
import { bytesOf, mayBeProtected } from './find-protected.ts'
import { type KeyToLearn, judgeSignature } from './judge-signature.ts'
import { type KeyRing, type OpenedProtection, openProtected } from './open-protected.ts'
import { readKeyRing } from './read-keys.ts'

/** What a protected letter brings along besides its words. */
export interface Protection {
  facts: LetterProtection
  learn: KeyToLearn | null
}

export interface PreparedProtection {
  prepared: PreparedLetter
  protection: Protection | null
}

/**
 * Prepares a letter, after its signed and encrypted layers have been taken off where there are any. Whatever goes
 * wrong on the way, the letter is there: as it came, with what is known of why it stayed closed. Only a database that
 * does not answer is thrown on: the letter comes again then.
 */
export async function prepareProtected(
  desk: EmailDesk,
  bytes: Buffer,
  inbox: { id: number; receivedAt: Date },
): Promise<PreparedProtection> {
  if (!mayBeProtected(bytes)) return { prepared: await desk.prepare(bytes), protection: null }
  const { db } = desk.database
  const named = readNestedLetter(bytes.subarray(0, 200_000)).from?.address.toLowerCase() ?? ''
  const ring = await readKeyRing(db, desk.secrets, { inboxId: inbox.id, from: named, at: inbox.receivedAt })
  const opened = await open(desk, bytes, ring)
  if (!opened) return { prepared: await desk.prepare(bytes), protection: null }
  const prepared = await desk.prepare(opened.letter ?? bytes)
  // The From that is shown: whoever is named to find keys by may be another in a letter that is bent.
  const from = prepared.letter.from?.address.toLowerCase() ?? ''
  const judged = opened.signature
    ? await judgeSignature(db, opened.scheme, opened.signature, { from, sentKeys: opened.sentKeys })
    : null
  return {
    prepared: tidy(prepared, opened),
    protection: {
      facts: {
        scheme: opened.scheme,
        isEncrypted: opened.isEncrypted,
        isWeak: opened.isWeak,
        ...(hidesSubject(bytes, opened) && { hidesSubject: true }),
        problem: opened.problem,
        signature: judged?.signature ?? null,
        uncoveredParts: opened.outside.length,
      },
      learn: judged?.learn ?? null,
    },
  }
}

/** Whether the subject shown is another than the one the letter bore on its way. */
function hidesSubject(bytes: Buffer, { isEncrypted, letter }: OpenedProtection): boolean {
  if (!isEncrypted || letter === null) return false
  const [shown, borne] = [letter, bytes].map(
    (one) => readMimeParts(one).headers.find(({ name }) => name === 'subject')?.value,
  )
  return shown !== borne
}

/** What can be opened; where looking itself fails, a letter that stays closed and can be tried again. */
async function open(desk: EmailDesk, bytes: Buffer, ring: KeyRing): Promise<OpenedProtection | null> {
  try {
    return await openProtected(bytes, ring)
  } catch (error) {
    desk.log.warn({ error: String(error) }, 'a protected letter could not be looked into')
    return {
      scheme: /pkcs7|\.p7m/i.test(bytes.subarray(0, 200_000).toString('latin1')) ? 'smime' : 'pgp',
      isEncrypted: true,
      isWeak: false,
      problem: 'failed',
      signature: null,
      letter: null,
      outside: [],
      wrapping: [],
      sentKeys: [],
    }
  }
}

/** Signatures and ciphertext are no files of the customer's; what stood outside is, apart from the words. */
function tidy(prepared: PreparedLetter, opened: OpenedProtection): PreparedLetter {
  const { letter } = prepared
  const attachments = letter.attachments.filter((file) => !isWrapping(file, opened))
  const taken = new Set(attachments.map((file) => file.name))
  const outside = opened.outside.map((part) => asFile(part, taken))
  const whole = { ...prepared, letter: { ...letter, attachments: [...attachments, ...outside] } }
  return opened.isEncrypted && opened.letter !== null ? withoutRemoteImages(whole) : whole
}

function isWrapping({ mime, content }: LetterAttachment, { wrapping }: OpenedProtection): boolean {
  const isVersion = mime === 'application/pgp-encrypted' && content.length < 1_000
  return isVersion || wrapping.some((bytes) => bytes.equals(content))
}

const extensions: Readonly<Record<string, string>> = { 'text/plain': 'txt', 'text/html': 'html' }

function asFile(part: MimePart, taken: Set<string>): LetterAttachment {
  const mime = part.type.value
  const named = part.disposition.parameters.get('filename') ?? part.type.parameters.get('name') ?? ''
  const isWhole = mime.startsWith('multipart/')
  const name = cleanFileName(named) || `outside.${isWhole ? 'eml' : (extensions[mime] ?? 'bin')}`
  return {
    name: uniqueFileName(name, taken),
    mime: isWhole ? 'message/rfc822' : mime,
    content: isWhole ? part.source : bytesOf(part),
    contentId: null,
    isInline: false,
  }
}

/**
 * Decrypted words load nothing from anywhere, not even when the reader asks: an address that is fetched can carry
 * the words away to whoever bent the letter (EFAIL).
 */
function withoutRemoteImages(prepared: PreparedLetter): PreparedLetter {
  const strip = (html: string | null) => html?.replace(/\sdata-otk-src="[^"]*"/g, '') ?? null
  return {
    ...prepared,
    visibleHtml: strip(prepared.visibleHtml),
    quotedHtml: strip(prepared.quotedHtml),
    hasRemoteImages: false,
  }
}
