import type { Stored } from '#server/platform/storage/storage.ts'
import type { ReceivedFile } from '#server/tickets/index.ts'
import type { EmailDesk } from '../email-desk.ts'
import { findForwardedLetter } from '../reading/quotes/forward.ts'
import type { InboundLetter, LetterAddress } from '../reading/letter.ts'
import { type OpenedLetter, asFile, mostFiles, storeFiles } from '../receiving/open-letter.ts'
import type { PreparedLetter } from '../reading/prepare-letter.ts'
import { bareSubject, isForwardSubject } from '../reading/subject-tag.ts'

/** The letter an agent passed on, as if it had come to us itself. */
export interface ForwardedOriginal {
  from: LetterAddress
  to: LetterAddress[]
  cc: LetterAddress[]
  subject: string
  text: string
  html: string | null
  quotedText: string
  quotedHtml: string | null
  hasRemoteImages: boolean
  sentAt: Date | null
  files: ReceivedFile[]
  /** The agent's own words. */
  comment: string
}

/**
 * Finds the forwarded letter in an agent's one: attached whole, or written into the body. Null when there is none or
 * it does not say who wrote it. For proven agents only: on ordinary letters a quote would be taken for it.
 */
export async function openForward(
  desk: EmailDesk,
  opened: OpenedLetter,
  raw: Stored,
): Promise<ForwardedOriginal | null> {
  const { letter } = opened
  if (!isForwardSubject(letter.subject) && !isNothingButAttached(opened)) return null
  return (await openAttached(desk, opened, raw)) ?? readInline(opened)
}

/** "Forward as attachment" often leaves the subject as it was. */
function isNothingButAttached({ letter, visibleText }: OpenedLetter): boolean {
  return letter.nested.length === 1 && letter.inReplyTo.length === 0 && visibleText.length < 2_000
}

async function openAttached(
  desk: EmailDesk,
  opened: OpenedLetter,
  raw: Stored,
): Promise<ForwardedOriginal | null> {
  const at = opened.letter.attachments.findIndex((file) => file.mime === 'message/rfc822')
  const attachment = opened.letter.attachments[at]
  if (!attachment) return null
  const prepared = await desk.prepare(attachment.content)
  const { letter } = prepared
  if (letter.from === null || !isAddress(letter.from)) return null
  const inner = await storeFiles(desk, letter.attachments.slice(0, mostFiles))
  // Whatever the agent attached beside it belongs to the ticket too.
  const beside = opened.files.filter((file, index) => file !== opened.raw && index !== at)
  const files = [...inner, ...beside]
  const isWhole =
    opened.raw === null &&
    letter.unparsableReason === null &&
    letter.attachments.length <= mostFiles &&
    files.length <= mostFiles
  return {
    ...partsOf(prepared),
    from: letter.from,
    files: isWhole ? files : [...files.slice(0, mostFiles), asFile(raw)],
    comment: opened.visibleText,
  }
}

function partsOf(prepared: PreparedLetter): Omit<ForwardedOriginal, 'from' | 'files' | 'comment'> {
  const { letter } = prepared
  return {
    to: letter.to,
    cc: letter.cc,
    subject: letter.subject,
    text: prepared.visibleText,
    html: prepared.visibleHtml,
    quotedText: prepared.quotedText,
    quotedHtml: prepared.quotedHtml,
    hasRemoteImages: prepared.hasRemoteImages,
    sentAt: letter.date,
  }
}

function readInline({ letter, files }: OpenedLetter): ForwardedOriginal | null {
  const found = findForwardedLetter(letter)
  if (!found?.from || !isAddress(found.from)) return null
  return {
    from: found.from,
    to: found.to,
    cc: found.cc,
    subject: found.subject ?? outerSubject(letter),
    text: found.text,
    // The agent's program wrote this HTML around both letters; their words part in the text only.
    html: null,
    quotedText: '',
    quotedHtml: null,
    hasRemoteImages: false,
    sentAt: null,
    files,
    comment: found.comment,
  }
}

function outerSubject({ subject }: InboundLetter): string {
  return bareSubject(subject, []) || subject
}

function isAddress({ address }: LetterAddress): boolean {
  return /^[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+$/.test(address)
}
