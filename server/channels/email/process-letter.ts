import { sql } from 'kysely'
import type { InboundLetterRow } from '#server/channels/tables.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { readSettings } from '#server/platform/settings.ts'
import { type LetterCase, type Outcome, decideLetter } from './decide-letter.ts'
import type { EmailDesk } from './email-desk.ts'
import { openLetter, withoutNul } from './open-letter.ts'
import { OvertakenLetter } from './related-letters.ts'

/** So deep may letters wait for each other; beyond that one is decided without knowing the other's ticket. */
const deepestWait = 20

/**
 * Takes one letter of the ledger to its final state. Safe to call twice and from several processes at once:
 * the row is locked while it is decided, and a decided letter is left alone. Throws what went wrong; the letter
 * is then as it was.
 */
export async function processLetter(desk: EmailDesk, letterId: number, depth = 0): Promise<void> {
  const { db } = desk.database
  const row = await db
    .selectFrom('inbound_letter')
    .innerJoin('blob', 'blob.sha256', 'inbound_letter.raw_sha256')
    .selectAll('inbound_letter')
    .select('blob.size_bytes')
    .where('id', '=', letterId)
    .executeTakeFirst()
  if (row?.state !== 'received') return
  const input = await prepareCase(desk, row)
  for (let overtaken = 0; ; overtaken++) {
    try {
      await inTransaction(db, (tx) => decideOnce(tx, desk, input))
      return
    } catch (error) {
      if (!(error instanceof OvertakenLetter) || depth + overtaken >= deepestWait) throw error
      await processLetter(desk, error.letterId, depth + 1)
    }
  }
}

async function prepareCase(
  desk: EmailDesk,
  row: InboundLetterRow & { size_bytes: number },
): Promise<LetterCase> {
  const [opened, inboxes, settings] = await Promise.all([
    openLetter(desk, { sha256: row.raw_sha256, sizeBytes: row.size_bytes }),
    desk.directory.all(),
    readSettings(desk.database.db),
  ])
  const inbox = inboxes.find((one) => one.id === row.inbox_id)
  return {
    row,
    opened,
    ownAddresses: inboxes.map((one) => one.address),
    prefixes: settings.ticket_prefixes,
    inbox: { id: row.inbox_id, teamId: inbox?.teamId ?? null },
  }
}

async function decideOnce(tx: Tx, desk: EmailDesk, input: LetterCase): Promise<void> {
  if (!(await lockLetter(tx, input))) return
  const now = desk.clock.now()
  await writeOutcome(tx, input, await decideLetter(tx, desk, input, now), now)
}

/**
 * Locks the row, and the Message-ID with it: the same letter through two mailboxes is decided one after the
 * other. The commit need not wait for the disk. After a crash either all of it is there or nothing, and the job
 * ends with a commit that does wait, so a letter that was lost is taken up again.
 */
async function lockLetter(tx: Tx, { row, opened }: LetterCase): Promise<boolean> {
  const lockName = opened.letter.messageId ?? `letter ${row.id}`
  const { rows } = await sql`
    select set_config('synchronous_commit', 'off', true),
      pg_advisory_xact_lock(hashtextextended(${`message-id ${lockName}`}, 0))
    from inbound_letter where id = ${row.id} and state = 'received' for update`.execute(tx)
  return rows.length > 0
}

async function writeOutcome(tx: Tx, { row, opened }: LetterCase, outcome: Outcome, now: Date): Promise<void> {
  const { letter, fingerprint } = opened
  await tx
    .updateTable('inbound_letter')
    .set({
      state: outcome.state,
      reason: outcome.reason,
      detail: JSON.stringify(outcome.detail ?? {}).replaceAll('\\u0000', ''),
      ticket_id: outcome.ticketId ?? null,
      customer_message_id: outcome.customerMessageId ?? null,
      message_id: letter.messageId === null ? null : withoutNul(letter.messageId).slice(0, 998),
      fingerprint,
      from_address: letter.from === null ? null : withoutNul(letter.from.address).toLowerCase().slice(0, 320),
      subject: withoutNul(letter.subject).slice(0, 500),
      decided_at: now,
    })
    .where('id', '=', row.id)
    .execute()
}
