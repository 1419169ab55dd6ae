import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { notify } from '#server/platform/realtime/notify.ts'

export interface Counts {
  lettersRead: number
  ticketsMade: number
  messagesMade: number
  repliesMade: number
  skipped: number
  failed: number
}

export const noCounts: Counts = {
  lettersRead: 0,
  ticketsMade: 0,
  messagesMade: 0,
  repliesMade: 0,
  skipped: 0,
  failed: 0,
}

/** A letter that could not be taken. */
export interface Problem {
  position: number
  subject: string | null
  messageId: string | null
  /** A key of `mailboxImport.problem` in locales/. */
  problem: string
  detail: string | null
}

const mostProblems = 10_000

/**
 * Moves an import on, in the transaction that entered its letters. False when it is not at `from` any more or does
 * not run: then nothing of the transaction must stay.
 */
export async function moveOn(
  tx: Tx,
  importId: number,
  step: { from: number; next: number; counts: Counts; problems: Problem[]; busyMs: number },
): Promise<boolean> {
  const { counts } = step
  const moved = await sql`
    update mailbox_import set position = ${step.next}, busy_ms = busy_ms + ${Math.round(step.busyMs)},
      letters_read = letters_read + ${counts.lettersRead}, tickets_made = tickets_made + ${counts.ticketsMade},
      messages_made = messages_made + ${counts.messagesMade}, replies_made = replies_made + ${counts.repliesMade},
      skipped = skipped + ${counts.skipped}, failed = failed + ${counts.failed}
    where id = ${importId} and state = 'running' and position = ${step.from}`.execute(tx)
  if (moved.numAffectedRows !== 1n) return false
  const room = step.problems.slice(0, mostProblems)
  if (room.length > 0)
    await tx
      .insertInto('mailbox_import_problem')
      .values(
        room.map((one) => ({
          import_id: importId,
          position: one.position,
          subject: one.subject?.replaceAll('\0', '').toWellFormed() ?? null,
          message_id: one.messageId?.replaceAll('\0', '').toWellFormed() ?? null,
          problem: one.problem,
          detail: one.detail?.replaceAll('\0', '').toWellFormed() ?? null,
        })),
      )
      .execute()
  // One notice a batch, of the import alone: the tickets are old and nobody waits for them.
  await notify(tx, { topic: 'mail' })
  return true
}
