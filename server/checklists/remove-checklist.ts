import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { found } from '#server/platform/http/failure.ts'
import { lockWhereItIs } from './lock-where-it-is.ts'

/** Takes a started checklist off its ticket; the history says what it was and how far it had come. */
export async function removeTicketChecklist(tx: Tx, actor: Actor, id: number, now: Date): Promise<void> {
  const row = found(
    await tx
      .selectFrom('ticket_checklist')
      .select(['ticket_id', 'name'])
      .where('id', '=', id)
      .executeTakeFirst(),
  )
  const ticketId = await lockWhereItIs(tx, actor, row.ticket_id)
  const items = await tx
    .selectFrom('ticket_checklist_item')
    .select('done_at')
    .where('ticket_checklist_id', '=', id)
    .execute()
  const { numDeletedRows } = await tx.deleteFrom('ticket_checklist').where('id', '=', id).executeTakeFirst()
  // Somebody else was quicker.
  if (numDeletedRows === 0n) return
  const done = items.filter((item) => item.done_at !== null).length
  await recordEvent(tx, {
    type: 'checklist.removed',
    at: now,
    actor: agentActor(actor),
    ticketId,
    data: { name: row.name, done, of: items.length },
  })
}
