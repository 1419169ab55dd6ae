import type { TicketChecklist } from '#contract/checklists.ts'
import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { found } from '#server/platform/http/failure.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { lockWhereItIs } from './lock-where-it-is.ts'
import { ticketChecklist } from './queries.ts'

/** Ticks an item, or takes the tick back; the first tick says who and when. Told of when the last one is done. */
export async function tickItem(
  tx: Tx,
  actor: Actor,
  itemId: number,
  isDone: boolean,
  now: Date,
): Promise<TicketChecklist> {
  const item = found(
    await tx
      .selectFrom('ticket_checklist_item')
      .innerJoin('ticket_checklist', 'ticket_checklist.id', 'ticket_checklist_id')
      .select(['ticket_checklist_id', 'ticket_id'])
      .where('ticket_checklist_item.id', '=', itemId)
      .executeTakeFirst(),
  )
  const ticketId = await lockWhereItIs(tx, actor, item.ticket_id)
  const changed = await tx
    .updateTable('ticket_checklist_item')
    .set(isDone ? { done_at: now, done_by_id: actor.agentId } : { done_at: null, done_by_id: null })
    .where('id', '=', itemId)
    .where('done_at', isDone ? 'is' : 'is not', null)
    .returning('id')
    .executeTakeFirst()
  const checklist = await ticketChecklist(tx, item.ticket_checklist_id)
  if (!changed) return checklist
  if (checklist.items.every((each) => each.doneAt !== null)) {
    const data = { ticketChecklistId: checklist.id, name: checklist.name }
    await recordEvent(tx, { type: 'checklist.finished', at: now, actor: agentActor(actor), ticketId, data })
  } else await notify(tx, { topic: 'ticket', ticketId })
  return checklist
}
