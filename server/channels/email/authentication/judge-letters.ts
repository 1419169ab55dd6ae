import * as z from 'zod'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import type { EmailDesk } from '../email-desk.ts'
import type { Decided } from '../receiving/letter-case.ts'
import { mayFail } from './authenticate-letter.ts'
import { verdictOf } from './verdict-of.ts'
import { isForged, isSilence } from './verdict.ts'

const Payload = z.object({
  letterIds: z.array(z.int()),
  /** How often the DNS has not answered for them. */
  silences: z.int().default(0),
})

/** Letters come in bursts; who they are from is asked when the burst is over. */
const afterMs = 5_000

/** Waits after a silence of the DNS, in seconds; after the last one its silence is the last word. */
const askAgainAfterSeconds = [60, 900, 7200]

/** So many wait for the DNS at the same time, in one worker at most: whoever is slow to answer holds up no others. */
const mostJudged = 5

/**
 * What follows for the senders of letters that are in their tickets now: a warning where somebody has looked already,
 * and a job for those nobody has looked at, as far as a warning is possible.
 */
export async function settleSenders(tx: Tx, decided: readonly Decided[], now: Date): Promise<void> {
  const entered = decided.filter(({ outcome }) => outcome.customerMessageId != null)
  for (const { row } of entered.map(({ input }) => input))
    if (row.authentication && isForged(row.authentication)) await warn(tx, row.id)
  const letterIds = entered
    .filter(({ input: { row, trust } }) => row.authentication === null && mayFail(row.envelope, trust))
    .map(({ input }) => input.row.id)
  if (letterIds.length === 0) return
  const runAt = new Date(now.getTime() + afterMs)
  await judgeLater(tx, { letterIds, silences: 0 }, runAt)
}

function judgeLater(db: Db, payload: z.infer<typeof Payload>, runAt: Date): Promise<void> {
  return enqueue(db, 'email.authenticate', payload, { runAt, queue: 'email.authenticate' })
}

/**
 * The job `email.authenticate`: finds out who letters are from that are in their tickets already, keeps it with the
 * ledger, and marks the messages of those whose From is a lie.
 */
export async function judgeLetters(desk: EmailDesk, payload: unknown): Promise<void> {
  const { letterIds, silences } = Payload.parse(payload)
  const waiting = [...letterIds]
  const waitSeconds = askAgainAfterSeconds[silences]
  const unanswered: number[] = []
  const judgeNext = async (): Promise<void> => {
    for (let letterId = waiting.shift(); letterId !== undefined; letterId = waiting.shift()) {
      const id = letterId
      const verdict = await verdictOf(desk, id, { isLastWord: waitSeconds === undefined })
      if (verdict && isSilence(verdict)) unanswered.push(id)
      if (verdict && isForged(verdict)) await inTransaction(desk.database.db, (tx) => warn(tx, id))
    }
  }
  await Promise.all(Array.from({ length: mostJudged }, judgeNext))
  if (unanswered.length === 0 || waitSeconds === undefined) return
  const runAt = new Date(desk.clock.now().getTime() + waitSeconds * 1000)
  await judgeLater(desk.database.db, { letterIds: unanswered, silences: silences + 1 }, runAt)
}

async function warn(tx: Tx, letterId: number): Promise<void> {
  const marked = await tx
    .updateTable('customer_message')
    .from('inbound_letter')
    .set({ sender_warning: 'forged' })
    .where('inbound_letter.id', '=', letterId)
    .whereRef('customer_message.id', '=', 'inbound_letter.customer_message_id')
    .where('customer_message.sender_warning', 'is', null)
    .returning('customer_message.ticket_id')
    .execute()
  for (const { ticket_id: ticketId } of marked) await notify(tx, { topic: 'ticket', ticketId })
}
