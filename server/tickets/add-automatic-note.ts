import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { indexTicketText } from '#server/platform/search-index.ts'
import { type By, causeData } from './cause.ts'
import { composedBody } from './composed-body.ts'

/**
 * Writes an internal note that a macro or a rule leaves on a ticket the caller has locked. An agent who applies a macro
 * is its author; a rule's note has none. Answers the note's id.
 */
export async function addAutomaticNote(
  tx: Tx,
  ticketId: number,
  text: string,
  by: By,
  now: Date,
): Promise<number> {
  const { id } = await tx
    .insertInto('note')
    .values({
      ticket_id: ticketId,
      agent_id: by.actor.kind === 'agent' ? by.actor.id : null,
      created_at: now,
      ...composedBody({ text }),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx
    .updateTable('ticket')
    .set((eb) => ({
      last_post_id: eb.fn<number>('greatest', ['last_post_id', eb.val(id)]),
      post_count: eb('post_count', '+', 1),
      updated_at: now,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', ticketId)
    .execute()
  await indexTicketText(tx, { ticketId, kind: 'note', parts: [{ weight: 'D', text }] })
  await recordEvent(tx, {
    type: 'note.added',
    at: now,
    actor: by.actor,
    ticketId,
    data: { noteId: id, mentionedIds: [], ...causeData(by) },
  })
  return id
}
