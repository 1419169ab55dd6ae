import type { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { AccessRefused } from '#server/channels/email/connections/access-refused.ts'
import type { EmailDesk } from '#server/channels/email/email-desk.ts'
import type { Delivery, HandedOver } from '#server/channels/email/hand-over.ts'
import { readSendProblem, type SendProblem } from '#server/channels/email/send-problem.ts'
import { addressMime } from './address-mime.ts'
import { type GraphMailbox, openGraphMailbox } from './graph-client.ts'
import { GraphFailure } from './graph-failure.ts'
import { isInSentItems } from './sent-items.ts'

/** Graph's limit for one request ("Large mail: 4 MB", sendMail included), before base64. */
const largestMime = 3 * 2 ** 20
/** What Graph has accepted appears in Sent Items within seconds, mostly. */
const looks = [500, 2_000, 4_000]

export interface GraphLetter {
  messageId: string
  /** It was tried before: it may have gone after all. */
  isRetry: boolean
}

/**
 * Sends a letter's MIME by `sendMail`. Graph has no way to say a request twice safely, so this asks Sent Items, which
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
  try {
    if (letter.isRetry && (await isInSentItems(mailbox, letter.messageId))) return accepted
  } catch (error) {
    return { kind: 'not_taken', problem: readGraphProblem(error) }
  }
  const mime = addressMime(await readAll(await delivery.body()), delivery.envelope.to)
  if (mime.length > largestMime) return { kind: 'not_taken', problem: tooLarge(mime.length) }
  await delivery.beforeFinalDot()
  try {
    const answer = await mailbox.open('/sendMail', {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: mime.toString('base64'),
    })
    answer.resume()
    return accepted
  } catch (error) {
    const isAnswer = error instanceof GraphFailure || error instanceof AccessRefused
    if (isAnswer && !leavesOpen(error)) return { kind: 'not_taken', problem: readGraphProblem(error) }
    if (await appears(mailbox, letter.messageId)) return accepted
    return isAnswer
      ? { kind: 'not_taken', problem: readGraphProblem(error) }
      : { kind: 'unknown', detail: String(error) }
  }
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

async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function tooLarge(bytes: number): SendProblem {
  const detail = `Microsoft Graph takes ${largestMime} bytes, the letter has ${bytes}`
  return { error: 'too_large', detail, isTemporary: false, isServerFault: false }
}

/** What Graph answered, in the outbox's words: 429 and 5xx pass, other 4xx stop the letter visibly. Pure. */
export function readGraphProblem(error: unknown): SendProblem {
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
