import type Mail from 'nodemailer/lib/mailer/index.js'
import type { EmailDesk } from '../email-desk.ts'
import { letterBody, type PlannedLetter } from '../encryption/compose-protected.ts'
import { ProtectionRefused } from '../encryption/protect-letter.ts'
import { handOverThrough } from '../graph/hand-over-through.ts'
import { piecesOf } from '../graph/letter-pieces.ts'
import type { HandedOver } from './hand-over.ts'
import { LetterUnfit, openOutgoingLetter } from './outgoing-letter.ts'
import { type QueuedLetter, queueLetter } from './queue-letter.ts'
import { readSendProblem } from './send-problem.ts'
import { settleDelivery } from './settle-delivery.ts'

/** Thrown before the final dot when the letter is no longer ours to send: another try was quicker. */
class LetterTaken extends Error {
  override name = 'LetterTaken'
}

/**
 * Sends a reply's letter, as exactly once as SMTP allows. The letter is marked as being handed over, durably, the
 * moment before the dot that delivers it; only one try can set that mark. Whatever the outcome, it is written on
 * the reply.
 */
export async function sendReply(desk: EmailDesk, replyId: number): Promise<void> {
  const queued = await queueLetter(desk, replyId)
  if (!queued) return
  await desk.sender.during(async (senderId) => {
    try {
      const { outcome, isMarked } = await trySending(desk, queued, senderId)
      await settleDelivery(desk, queued, outcome, isMarked)
    } catch (error) {
      if (!(error instanceof LetterTaken)) throw error
    }
  })
}

interface Tried {
  outcome: HandedOver
  /** This try marked the letter as being handed over. */
  isMarked: boolean
}

async function trySending(desk: EmailDesk, queued: QueuedLetter, senderId: number): Promise<Tried> {
  const { letter, inbox } = queued
  let opened: Awaited<ReturnType<typeof openOutgoingLetter>>
  try {
    opened = await openOutgoingLetter(desk, queued)
  } catch (error) {
    if (!(error instanceof LetterUnfit)) throw error
    return { outcome: { kind: 'not_taken', problem: error.problem }, isMarked: false }
  }
  const { planned, options } = opened
  const recipients = [options.envelope?.to ?? []].flat().map(String)
  const to = recipients.filter((address) => !letter.accepted.includes(address))
  let isTaken = false
  let isMarked = false
  try {
    // Before anybody is connected to: a letter that cannot be protected as it should be is not begun.
    const body = await letterBody(desk, queued, planned, options)
    const outcome = await handOverThrough(desk, inbox, graphLetter(letter, planned, options), {
      envelope: { from: typeof options.envelope?.from === 'string' ? options.envelope.from : '', to },
      body: () => Promise.resolve(body()),
      beforeFinalDot: async () => {
        // Where no answer comes the mark may stand, and nothing was sent: then it is ours to take away.
        isMarked = true
        isMarked = await markHandingOver(desk, letter.id, senderId)
        isTaken = !isMarked
        if (isTaken) throw new LetterTaken('another try is handing the letter over')
      },
    })
    if (isTaken) throw new LetterTaken('another try is handing the letter over')
    return { outcome, isMarked }
  } catch (error) {
    if (error instanceof LetterTaken) throw error
    const problem = error instanceof ProtectionRefused ? error.problem : readSendProblem(error)
    return { outcome: { kind: 'not_taken', problem }, isMarked }
  } finally {
    opened.close()
  }
}

/** What Graph needs to know: which letter to look for among those that were sent, and how to take it apart. */
function graphLetter(letter: QueuedLetter['letter'], planned: PlannedLetter, options: Mail.Options) {
  const isRetry = letter.attempts > 0 || letter.handed_over_at !== null
  return { messageId: letter.message_id, isRetry, pieces: piecesOf(planned, options) }
}

async function markHandingOver(desk: EmailDesk, letterId: number, senderId: number): Promise<boolean> {
  const marked = await desk.database.db
    .updateTable('outbound_letter')
    .set({ state: 'handing_over', sender_id: senderId, handed_over_at: desk.clock.now() })
    .where('id', '=', letterId)
    .where('state', '=', 'queued')
    .executeTakeFirst()
  return marked.numUpdatedRows === 1n
}
