import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { type By, causeData } from '#server/tickets/index.ts'
import { ticketChecklists } from './queries.ts'

/** Whether a template is there to be started from. */
export async function isStartable(tx: Tx, checklistId: number): Promise<boolean> {
  const row = await tx
    .selectFrom('checklist')
    .select('id')
    .where('id', '=', checklistId)
    .where('archived_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Starts a checklist on a ticket the caller has locked: a copy of what the template says now. False, and nothing
 * happens, while one of the same is unfinished there. The template has been looked up by the caller.
 */
export async function startChecklist(
  tx: Tx,
  ticketId: number,
  checklistId: number,
  by: By,
  now: Date,
): Promise<boolean> {
  const started = await ticketChecklists(tx, ticketId)
  const isUnfinished = started.some(
    (each) => each.checklistId === checklistId && each.items.some((item) => item.doneAt === null),
  )
  if (isUnfinished) return false
  const template = await tx
    .selectFrom('checklist')
    .select(['name', 'items', 'is_required'])
    .where('id', '=', checklistId)
    .executeTakeFirstOrThrow()
  const { id } = await tx
    .insertInto('ticket_checklist')
    .values({
      ticket_id: ticketId,
      checklist_id: checklistId,
      name: template.name,
      is_required: template.is_required,
      started_at: now,
      started_by_id: by.actor.kind === 'agent' ? by.actor.id : null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('ticket_checklist_item')
    .values(template.items.map((text, at) => ({ ticket_checklist_id: id, position: at + 1, text })))
    .execute()
  await recordEvent(tx, {
    type: 'checklist.started',
    at: now,
    actor: by.actor,
    ticketId,
    data: { ticketChecklistId: id, name: template.name, ...causeData(by) },
  })
  return true
}
