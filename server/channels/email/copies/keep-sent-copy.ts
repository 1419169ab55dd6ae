import * as z from 'zod'
import { readSection } from '#server/channels/inboxes/inbox-sections.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import type { EmailDesk } from '../email-desk.ts'
import { appendOnce } from './append-once.ts'
import { sentFolder } from './find-folder.ts'
import { noteCopyHealth } from './note-copy-health.ts'
import { mailboxAccess, openMailbox } from './open-mailbox.ts'
import { renderSentLetter } from './render-sent-letter.ts'
import type {} from './tables.ts'

const Payload = z.object({ copyId: z.int() })

/** Minutes before each further try, two days in all; the mailbox without a copy harms nobody. */
const retryMinutes = [1, 5, 30, 120, 360, 720, 1440]

/**
 * The job `letter.keepSent`: puts a copy of a delivered letter into its inbox's Sent folder. It never touches the
 * delivery. A failure is tried again by itself, so often and no more, and stands on the inbox meanwhile.
 */
export async function keepSentCopy(desk: EmailDesk, payload: unknown): Promise<void> {
  const { copyId } = Payload.parse(payload)
  const copy = await desk.database.db
    .selectFrom('sent_copy')
    .selectAll()
    .where('id', '=', copyId)
    .where('state', '=', 'queued')
    .executeTakeFirst()
  if (!copy) return
  try {
    await putCopy(desk, copy)
  } catch (error) {
    const { responseText, message } = error as { responseText?: string; message?: string }
    await settleFailure(desk, copy, (responseText || message || String(error)).slice(0, 500))
    return
  }
  const now = desk.clock.now()
  await desk.database.db
    .updateTable('sent_copy')
    .set({ state: 'kept', error: null, kept_at: now })
    .where('id', '=', copy.id)
    .execute()
  await noteCopyHealth(desk.database.db, copy.inbox_id, null, now)
}

interface Copy {
  id: number
  outbound_letter_id: number
  inbox_id: number
  attempts: number
}

async function putCopy(desk: EmailDesk, copy: Copy): Promise<void> {
  const inbox = await desk.database.db
    .selectFrom('inbox')
    .select(['id', 'imap', 'secrets', 'connection_state', 'copies'])
    .where('id', '=', copy.inbox_id)
    .executeTakeFirstOrThrow()
  const letter = await renderSentLetter(desk, copy.outbound_letter_id)
  const access = mailboxAccess(desk.secrets, inbox)
  if (!access) throw new Error('the inbox has no mailbox')
  const client = await openMailbox(desk, access)
  try {
    const folder = await sentFolder(client, readSection('copies', inbox.copies).sentFolder)
    await appendOnce(client, folder, letter)
  } finally {
    client.close()
  }
}

async function settleFailure(desk: EmailDesk, copy: Copy, said: string): Promise<void> {
  const now = desk.clock.now()
  const waitMinutes = retryMinutes[copy.attempts]
  desk.log.warn({ inboxId: copy.inbox_id, error: said }, 'a copy of a sent letter cannot be kept')
  await inTransaction(desk.database.db, async (tx) => {
    await tx
      .updateTable('sent_copy')
      .set({
        state: waitMinutes === undefined ? 'failed' : 'queued',
        attempts: copy.attempts + 1,
        error: said,
      })
      .where('id', '=', copy.id)
      .execute()
    await noteCopyHealth(tx, copy.inbox_id, said, now)
    if (waitMinutes === undefined) return
    const runAt = new Date(now.getTime() + waitMinutes * 60_000)
    const key = `letter.keepSent ${copy.id}`
    await enqueue(tx, 'letter.keepSent', { copyId: copy.id }, { runAt, key })
  })
}
