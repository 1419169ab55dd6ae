import { setTimeout as delay } from 'node:timers/promises'
import { AccessRefused } from '#server/channels/email/connections/access-refused.ts'
import type { EmailDesk } from '#server/channels/email/email-desk.ts'
import type { Delivery, HandedOver } from '#server/channels/email/sending/hand-over.ts'
import { readSendProblem, type SendProblem } from '#server/channels/email/sending/send-problem.ts'
import { readWhole } from '#server/platform/storage/read-whole.ts'
import { addressMime } from './address-mime.ts'
import { type GraphMailbox, openGraphMailbox } from './graph-client.ts'
import { GraphFailure } from './graph-failure.ts'
import { GraphRefusal } from './graph-refusal.ts'
import { largestMime, type LetterPieces, splitFiles } from './letter-pieces.ts'
import { isInSentItems } from './sent-items.ts'
import { discardDraft, sendDraft, writeDraft } from './write-draft.ts'

/** Nothing that is read whole is larger. */
const largestWhole = 250 * 2 ** 20
/** What Graph has accepted appears in Sent Items within seconds, mostly. */
const looks = [500, 2_000, 4_000]

export interface GraphLetter {
  messageId: string
  /** It was tried before: it may have gone after all. */
  isRetry: boolean
  /** Absent or null: it has to go in one piece. */
  pieces?: LetterPieces | null
}

/** Everything but the word that sends it. */
interface Ready {
  send(): Promise<void>
  /** Leaves nothing of it behind. */
  discard(): Promise<void>
}

/**
 * Sends a letter's MIME by `sendMail`, or, when it is too much for one request, as a draft with its files put to it.
 * Graph has no way to say a request twice safely, so this asks Sent Items, which
 * keeps every letter under its Message-ID: before a letter is tried again, and when no answer came or one that
 * leaves it open (5xx). Found: it has gone. Not found after an answer: certainly nothing for an hour of retries to
 * double, because the next try looks again first. Not found and no answer at all: the outcome is unknown, and a
 * person decides.
 */
export async function handOverByGraph(
  desk: EmailDesk,
  inboxId: number,
  letter: GraphLetter,
  delivery: Delivery,
): Promise<HandedOver> {
  const accepted: HandedOver = { kind: 'answered', accepted: delivery.envelope.to, refused: [] }
  const mailbox = await openGraphMailbox(desk, inboxId)
  let ready: Ready
  try {
    if (letter.isRetry && (await isInSentItems(mailbox, letter.messageId))) return accepted
    ready = await makeReady(mailbox, letter, delivery)
  } catch (error) {
    return { kind: 'not_taken', problem: readGraphProblem(error) }
  }
  try {
    await delivery.beforeFinalDot()
  } catch (error) {
    await ready.discard()
    throw error
  }
  try {
    await ready.send()
    return accepted
  } catch (error) {
    const isAnswer = [GraphFailure, GraphRefusal, AccessRefused].some((kind) => error instanceof kind)
    const isOpen = !isAnswer || leavesOpen(error)
    if (isOpen && (await appears(mailbox, letter.messageId))) return accepted
    if (!isAnswer) return { kind: 'unknown', detail: String(error) }
    await ready.discard()
    return { kind: 'not_taken', problem: readGraphProblem(error) }
  }
}

async function makeReady(
  mailbox: GraphMailbox,
  { messageId, pieces }: GraphLetter,
  delivery: Delivery,
): Promise<Ready> {
  const { within, apart } = splitFiles(pieces?.files ?? [])
  const isWhole = !pieces || apart.length === 0
  const body = isWhole ? await delivery.body() : pieces.compose(within)
  const mime = addressMime(await readWhole(body, largestWhole), delivery.envelope.to)
  if (mime.length > largestMime) throw tooLarge(mime.length, isWhole && pieces === null)
  if (isWhole) return { send: () => sendMime(mailbox, mime), discard: () => Promise.resolve() }
  const id = await writeDraft(mailbox, messageId, mime, apart)
  return {
    send: () => sendDraft(mailbox, id),
    // What cannot be put away now is put away by the next try.
    discard: () => discardDraft(mailbox, id).catch(() => undefined),
  }
}

async function sendMime(mailbox: GraphMailbox, mime: Buffer): Promise<void> {
  const answer = await mailbox.open('/sendMail', {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: mime.toString('base64'),
  })
  answer.resume()
}

/** 503 says that the request was not taken; the other 5xx may come from a gateway in front of one that was. */
function leavesOpen(error: unknown): boolean {
  return error instanceof GraphFailure && error.status >= 500 && error.status !== 503
}

async function appears(mailbox: GraphMailbox, messageId: string): Promise<boolean> {
  for (const waitMs of looks) {
    await delay(waitMs)
    if (await isInSentItems(mailbox, messageId).catch(() => false)) return true
  }
  return false
}

function tooLarge(bytes: number, isProtected: boolean): GraphRefusal {
  const detail = `Microsoft Graph takes ${largestMime} bytes in one piece, the letter has ${bytes}`
  return new GraphRefusal({
    error: isProtected ? 'too_large_whole' : 'too_large',
    detail,
    isTemporary: false,
  })
}

/** What Graph answered, in the outbox's words: 429 and 5xx pass, other 4xx stop the letter visibly. Pure. */
export function readGraphProblem(error: unknown): SendProblem {
  if (error instanceof GraphRefusal) return error.problem
  if (!(error instanceof GraphFailure)) return readSendProblem(error)
  const { status, message: detail } = error
  const retryAfterSeconds = error.retryAfterSeconds ?? undefined
  if (status === 429 || status >= 500 || status === 408) {
    return { error: 'postponed', detail, isTemporary: true, isServerFault: status !== 429, retryAfterSeconds }
  }
  // Access that is too narrow is put right by an administrator: the letters wait for that.
  if (status === 401 || status === 403) {
    return { error: 'sign_in', detail, isTemporary: true, isServerFault: true }
  }
  const isTooLarge = status === 413 || error.graphCode === 'ErrorMessageSizeExceeded'
  const isAddress = error.graphCode === 'ErrorInvalidRecipients'
  return {
    error: isTooLarge ? 'too_large' : isAddress ? 'recipient_refused' : 'refused',
    detail,
    isTemporary: false,
    isServerFault: false,
  }
}
