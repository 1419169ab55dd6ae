import type { Checklist, TicketChecklist } from '#contract/checklists.ts'
import type { StartedRow } from './queries.ts'
import type { ChecklistRow } from './tables.ts'

/** Rows → wire. */
export function presentChecklist(row: ChecklistRow): Checklist {
  return {
    id: row.id,
    name: row.name,
    items: row.items,
    isRequired: row.is_required,
    position: row.position,
    isArchived: row.archived_at !== null,
    version: row.version,
  }
}

export function presentStarted(row: StartedRow): TicketChecklist {
  return {
    id: row.id,
    ticketId: row.ticket_id,
    checklistId: row.checklist_id,
    name: row.name,
    isRequired: row.is_required,
    startedAt: row.started_at.toISOString(),
    items: row.items.map((item) => ({
      id: item.id,
      text: item.text,
      doneAt: item.done_at === null ? null : new Date(item.done_at).toISOString(),
      doneBy: item.done_by_id === null ? null : { id: item.done_by_id, name: item.done_by_name ?? '' },
    })),
  }
}
