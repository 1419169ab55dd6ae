import type { TicketAction } from '#contract/ticket-actions.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { addAutomaticNote } from './add-automatic-note.ts'
import type { By } from './cause.ts'
import { changeTicket, type Differences, type FieldChanges } from './change-ticket.ts'
import { isDead } from './references.ts'
import type { TicketRow } from './tables.ts'

export interface AppliedActions {
  /** Each changed field as `[before, after]`. */
  differences: Differences
  noteIds: number[]
  /** What could not be done any more: it names something that is gone. */
  skipped: { action: TicketAction; reason: 'unknown_reference' }[]
}

/** As many as a ticket can have. */
const mostTags = 50

/**
 * Carries out what a macro or a rule does to a ticket the caller has locked: all fields in one change and one event,
 * the last word on a field counting, then the notes in their order. An action that names something that is gone is
 * passed over, and said to be.
 */
export async function applyTicketActions(
  tx: Tx,
  ticket: TicketRow,
  actions: readonly TicketAction[],
  by: By,
  now: Date,
): Promise<AppliedActions> {
  const changes: FieldChanges = {}
  const notes: string[] = []
  const skipped: AppliedActions['skipped'] = []
  for (const action of actions) {
    if (await isDead(tx, action)) {
      skipped.push({ action, reason: 'unknown_reference' })
      continue
    }
    if (action.type === 'add_note') notes.push(action.text)
    else Object.assign(changes, changeOf(action, changes.tags ?? ticket.tags))
  }
  const differences = await changeTicket(tx, ticket, changes, by, now)
  const noteIds: number[] = []
  for (const text of notes) noteIds.push(await addAutomaticNote(tx, ticket.id, text, by, now))
  return { differences, noteIds, skipped }
}

/** The fields one action sets. Tags build on those the actions before it have left. */
function changeOf(
  action: Exclude<TicketAction, { type: 'add_note' }>,
  tags: readonly string[],
): FieldChanges {
  switch (action.type) {
    case 'set_status':
      return { statusId: action.statusId }
    case 'set_priority':
      return { priority: action.priority }
    case 'set_category':
      return { categoryId: action.categoryId }
    case 'set_team':
      return { teamId: action.teamId }
    case 'set_assignee':
      return { assigneeId: action.assigneeId }
    case 'set_subject':
      return { subject: action.subject }
    case 'add_tags':
      return { tags: [...new Set([...tags, ...action.tags])].slice(0, mostTags) }
    case 'remove_tags':
      return { tags: tags.filter((tag) => !action.tags.includes(tag)) }
  }
}
