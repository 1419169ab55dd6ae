import MailComposer from 'nodemailer/lib/mail-composer'
import * as z from 'zod'
import { blockedAmong } from '#server/customers/index.ts'
import { readSettings } from '#server/platform/settings.ts'
import { writeSystemLetter } from '#server/platform/system-letters.ts'
import type { EmailDesk } from '../email-desk.ts'
import { handOverThrough } from '../graph/hand-over-through.ts'
import type { HandedOver } from './hand-over.ts'
import { outgoingInbox } from './outgoing-server.ts'
import { barredFromAutomatic } from '../policy/barred-recipients.ts'
import { isOwn } from '../receiving/letter-case.ts'
import { readSendProblem } from './send-problem.ts'
import { writeLetter } from './write-letter.ts'

const Payload = z.object({ letterId: z.int() })

/** Some two days of a job's own pauses; what has not gone by then is told, and a person may try again. */
const mostTries = 20

/**
 * The job `letter.sendSystem`: a letter of the desk itself, an invitation or a password link. It may arrive twice
 * after a crash, which harms nobody, and must not be lost; more often than that it is not sent. Rejects to be tried
 * again while that makes sense.
 */
export async function sendSystemLetter(desk: EmailDesk, payload: unknown): Promise<void> {
  const { db } = desk.database
  const { letterId } = Payload.parse(payload)
  const row = await db
    .selectFrom('system_letter')
    .selectAll()
    .where('id', '=', letterId)
    .where('state', '=', 'queued')
    .executeTakeFirst()
  if (!row) return
  if (await isUnwanted(desk, row)) return note(desk, letterId, { state: 'failed', error: 'blocked' })
  const inbox = await outgoingInbox(db, desk.secrets, row.inbox_id)
  if (!inbox) return note(desk, letterId, { state: 'failed', error: 'no_outgoing_server' })
  const settings = await readSettings(db)
  const written = writeSystemLetter(desk.secrets, row)
  const options = writeLetter({
    from: { address: inbox.address, name: settings.desk_name },
    to: [{ address: row.to_address, name: '' }],
    replyTo: null,
    subject: written.subject,
    ticket: null,
    isReply: false,
    messageId: row.message_id,
    inReplyTo: null,
    references: [],
    html: null,
    text: written.text,
    marker: null,
    language: row.language,
    isAutomatic: true,
    date: row.created_at,
  })
  const outcome = await deliver(
    desk,
    inbox,
    { ...options, html: written.html },
    { to: row.to_address, isRetry: row.attempts > 0 },
  )
  if (outcome.kind === 'answered' && outcome.refused.length === 0) {
    return note(desk, letterId, { state: 'sent', error: null, sent_at: desk.clock.now() })
  }
  const problem = outcome.kind === 'not_taken' ? outcome.problem : null
  const detail = problem?.detail ?? (outcome.kind === 'unknown' ? outcome.detail : '')
  const isFinal = problem !== null && !problem.isTemporary
  // A server that takes a letter and never says so would get it at every try.
  const isDoubtful = outcome.kind === 'unknown' && row.attempts > 0
  if (isFinal || isDoubtful || row.attempts + 1 >= mostTries) {
    return note(desk, letterId, { state: 'failed', error: detail })
  }
  await note(desk, letterId, { error: detail })
  throw new Error(`the letter could not be handed over yet: ${detail}`)
}

/** Letters that somebody waits for. */
const askedFor = new Set(['invitation', 'password_reset', 'address_confirmation'])

/** Notices do not go to an address that bounced; a link that somebody has just asked for does. */
async function isUnwanted(desk: EmailDesk, row: { template: string; to_address: string }): Promise<boolean> {
  if (askedFor.has(row.template)) return false
  if (row.template === 'customer_sign_in') return isNobodysToOpen(desk, row.to_address)
  return (await barredFromAutomatic(desk.database.db, [row.to_address], desk.clock.now())).length > 0
}

/**
 * A customer's letter may be asked for by a stranger: it goes neither to ourselves, where it would be a ticket for all
 * to read, nor to people who called our letters spam. Who bounced once may have an address again.
 */
async function isNobodysToOpen(desk: EmailDesk, address: string): Promise<boolean> {
  if (isOwn(await desk.directory.ownAddresses(), address)) return true
  const blocks = await blockedAmong(desk.database.db, [address], desk.clock.now())
  return blocks.some(({ cause }) => cause === 'complaint')
}

async function deliver(
  desk: EmailDesk,
  inbox: NonNullable<Awaited<ReturnType<typeof outgoingInbox>>>,
  options: ReturnType<typeof writeLetter>,
  { to, isRetry }: { to: string; isRetry: boolean },
): Promise<HandedOver> {
  try {
    return await handOverThrough(
      desk,
      inbox,
      { messageId: options.messageId ?? '', isRetry },
      {
        // Not the null sender: many servers refuse it from outside, and a bounce is told on the letter.
        envelope: { from: inbox.address, to: [to] },
        body: () => Promise.resolve(new MailComposer(options).compile().createReadStream()),
        beforeFinalDot: () => Promise.resolve(),
      },
    )
  } catch (error) {
    return { kind: 'not_taken', problem: readSendProblem(error) }
  }
}

interface Note {
  state?: 'sent' | 'failed'
  error: string | null
  sent_at?: Date
}

async function note(desk: EmailDesk, letterId: number, facts: Note): Promise<void> {
  await desk.database.db
    .updateTable('system_letter')
    .set((eb) => ({ ...facts, attempts: eb('attempts', '+', 1) }))
    .where('id', '=', letterId)
    .execute()
}
