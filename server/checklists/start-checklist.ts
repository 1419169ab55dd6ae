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

/** As many as a ticket has, those of the tickets merged into it among them. */
const mostStarted = 50

/**
 * Starts a checklist on a ticket the caller has locked: a copy of what the template says now. Nothing happens while one
 * of the same is unfinished there, nor when there are 50 already; the answer says which. The template has been looked up
 * by the caller.
 */
export async function startChecklist(
  tx: Tx,
  ticketId: number,
  checklistId: number,
  by: By,
  now: Date,
): Promise<'started' | 'already_exists' | 'too_many_checklists'> {
  const started = await ticketChecklists(tx, ticketId)
  const isUnfinished = started.some(
    (each) => each.checklistId === checklistId && each.items.some((item) => item.doneAt === null),
  )
  if (isUnfinished) return 'already_exists'
  if (started.length >= mostStarted) return 'too_many_checklists'
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
  return 'started'
}
