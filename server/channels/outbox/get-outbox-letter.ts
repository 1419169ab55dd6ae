import { sql } from 'kysely'
import type { OutboxKind, OutboxLetterInFull } from '#contract/outbox.ts'
import { emailDesk } from '#server/channels/email/email-desk.ts'
import type { OutboundLetterRow } from '#server/channels/tables.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import type { Platform } from '#server/platform/platform.ts'
import { mustSee } from '#server/tickets/index.ts'
import { findOutboxRow } from './find-outbox-letter.ts'
import { writtenLetter } from './outbox-source.ts'
import { presentOutbox } from './present-outbox.ts'

const longestText = 4000

/** One outgoing letter with all that is known of it; of a letter of the desk itself never what it says. */
export async function getOutboxLetter(
  platform: Platform,
  actor: Actor,
  kind: OutboxKind,
  id: number,
): Promise<OutboxLetterInFull> {
  const { db } = platform.database
  const row = await findOutboxRow(db, kind, id)
  if (row.ticket_id !== null) await mustSee(db, actor, row.ticket_id)
  const nothing = { from: null, cc: [], bcc: [], accepted: [], handedOverAt: null, headers: [] }
  const letter = presentOutbox(row)
  if (row.reply_id === null) return { letter, ...nothing, text: null, files: [], others: [] }
  const [reply, files, others] = await Promise.all([
    db
      .selectFrom('reply')
      .select(['text', 'cc_addresses', 'bcc_addresses'])
      .where('id', '=', row.reply_id)
      .executeTakeFirstOrThrow(),
    filesOf(db, row.reply_id),
    othersOf(db, row.reply_id, row.kind === 'letter' ? row.id : 0),
  ])
  const text = reply.text.slice(0, longestText)
  const copies = { cc: reply.cc_addresses, bcc: reply.bcc_addresses }
  if (row.kind !== 'letter') return { letter, ...nothing, ...copies, text, files, others }
  const written = await outboundLetter(db, actor, row.id)
  const headers = await writtenLetter(platform, written).then(
    async (head) => (await emailDesk(platform).prepare(head)).letter.headers,
    // An inbox that is gone, a file that is gone: the rest is still worth showing.
    () => [],
  )
  return {
    letter,
    from: headers.find((header) => header.name === 'from')?.value ?? null,
    ...(written.to_addresses ? { cc: [], bcc: [] } : copies),
    accepted: written.accepted,
    handedOverAt: written.handed_over_at?.toISOString() ?? null,
    headers,
    text,
    files,
    others,
  }
}

/** The row of a letter on its way out; `not_found` when the actor may not see its ticket. */
export async function outboundLetter(db: Db, actor: Actor, id: number): Promise<OutboundLetterRow> {
  const letter = found(
    await db.selectFrom('outbound_letter').selectAll().where('id', '=', id).executeTakeFirst(),
  )
  await mustSee(db, actor, letter.ticket_id)
  return letter
}

async function filesOf(db: Db, replyId: number): Promise<{ name: string; sizeBytes: number }[]> {
  const rows = await db
    .selectFrom('file')
    .select(['name', 'size_bytes as sizeBytes'])
    .where('reply_id', '=', replyId)
    .orderBy('id')
    .execute()
  return rows
}

async function othersOf(db: Db, replyId: number, id: number): Promise<OutboxLetterInFull['others']> {
  const rows = await db
    .selectFrom('outbound_letter')
    .select(['id', 'state', sql<Date>`created_at`.as('at')])
    .where('reply_id', '=', replyId)
    .where('id', '<>', id)
    .orderBy('id', 'desc')
    .execute()
  return rows.map((row) => ({ id: row.id, state: row.state, createdAt: row.at.toISOString() }))
}
