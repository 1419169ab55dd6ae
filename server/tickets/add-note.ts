import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { indexTicketText } from '#server/platform/search-index.ts'
import { attachUploads } from './attach-files.ts'
import { composedBody } from './composed-body.ts'
import { finishDraft } from './finish-draft.ts'
import { lockWorkableTicket } from './queries.ts'

interface NoteInput {
  html?: string | undefined
  text?: string | undefined
  mentionedIds: number[]
  fileIds: number[]
}

/** Adds an internal note. The ticket's clock and status stay as they are: nobody outside has heard anything. */
export async function addNote(
  tx: Tx,
  actor: Actor,
  ticketId: number,
  input: NoteInput,
  now: Date,
): Promise<number> {
  const ticket = await lockWorkableTicket(tx, actor, ticketId)
  const body = composedBody(input)
  const mentionedIds = await existingAgents(tx, input.mentionedIds)
  const { id } = await tx
    .insertInto('note')
    .values({
      ticket_id: ticketId,
      agent_id: actor.agentId,
      created_at: now,
      ...body,
      mentioned_ids: mentionedIds,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await attachUploads(tx, actor.agentId, input.fileIds, { note_id: id })
  await tx
    .updateTable('ticket')
    .set({
      last_post_id: id,
      post_count: ticket.post_count + 1,
      last_activity_at: now,
      updated_at: now,
      version: ticket.version + 1,
    })
    .where('id', '=', ticketId)
    .execute()
  await finishDraft(tx, actor, ticketId, 'note', id)
  await indexTicketText(tx, { ticketId, kind: 'note', parts: [{ weight: 'D', text: body.text }] })
  await recordEvent(tx, {
    type: 'note.added',
    at: now,
    actor: { kind: 'agent', id: actor.agentId },
    ticketId,
    data: { noteId: id, mentionedIds },
  })
  return id
}

async function existingAgents(tx: Tx, ids: number[]): Promise<number[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('agent')
    .select('id')
    .where('id', 'in', ids)
    .where('is_active', '=', true)
    .execute()
  return rows.map((row) => row.id)
}
