import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { indexTicketText } from '#server/platform/search-index.ts'
import { keepBlob } from '#server/platform/storage/keep-blob.ts'
import type { ReceivedFile } from './attach-files.ts'
import { nextPostId } from './queries.ts'

export interface LetterNote {
  /** Whose words they are, proved; null when they only claim to be somebody's. */
  agentId: number | null
  text: string
  /** A key of `noteReason` in locales/. */
  reason: string
  /** Whom the letter says it is from. */
  fromAddress: string | null
  files: ReceivedFile[]
}

/**
 * Keeps a letter, or what was said above a forwarded one, as an internal note: inside the desk and nowhere else.
 * Whoever works on the ticket is named in it, so that they hear of it. Answers the note's id.
 */
export async function noteLetter(tx: Tx, ticketId: number, note: LetterNote, now: Date): Promise<number> {
  const id = await nextPostId(tx)
  const mentionedIds = await peopleOn(tx, ticketId, note.agentId)
  await tx
    .insertInto('note')
    .values({
      id,
      ticket_id: ticketId,
      agent_id: note.agentId,
      created_at: now,
      text: note.text,
      html: null,
      mentioned_ids: mentionedIds,
      reason: note.reason,
      from_address: note.fromAddress,
    })
    .execute()
  await attach(tx, note.files, id, now)
  await tx
    .updateTable('ticket')
    .set((eb) => ({
      last_post_id: sql<number>`greatest(last_post_id, ${id})`,
      post_count: eb('post_count', '+', 1),
      last_activity_at: now,
      updated_at: now,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', ticketId)
    .execute()
  await indexTicketText(tx, { ticketId, kind: 'note', parts: [{ weight: 'D', text: note.text }] })
  const actor =
    note.agentId === null
      ? ({ kind: 'system', id: null } as const)
      : ({ kind: 'agent', id: note.agentId } as const)
  await recordEvent(tx, {
    type: 'note.added',
    at: now,
    actor,
    ticketId,
    data: { noteId: id, mentionedIds, reason: note.reason },
  })
  return id
}

/** The assignee and the followers, without the writer. */
async function peopleOn(tx: Tx, ticketId: number, writerId: number | null): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select agent.id from agent where is_active and id is distinct from ${writerId}::bigint and (
      id = (select assignee_id from ticket where ticket.id = ${ticketId})
      or id in (select agent_id from ticket_follower where ticket_id = ${ticketId}))
    order by id`.execute(tx)
  return rows.map((row) => row.id)
}

async function attach(tx: Tx, files: ReceivedFile[], noteId: number, now: Date): Promise<void> {
  if (files.length === 0) return
  await keepBlob(tx, ...files.map((file) => file.stored))
  await tx
    .insertInto('file')
    .values(
      files.map(({ stored, name, mime }) => ({
        sha256: stored.sha256,
        size_bytes: stored.sizeBytes,
        name,
        mime,
        is_inline: false,
        content_id: null,
        note_id: noteId,
        created_at: now,
      })),
    )
    .execute()
}
