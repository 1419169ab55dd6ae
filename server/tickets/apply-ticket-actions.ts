import type { TicketAction } from '#contract/ticket-actions.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { executorOf } from './action-executors.ts'
import { addAutomaticNote } from './add-automatic-note.ts'
import type { By } from './cause.ts'
import { changeTicket, type Differences, type FieldChanges } from './change-ticket.ts'
import { freezeTicket, isFreezable } from './freeze-ticket.ts'
import { chosenStatus, lockTicketRow } from './queries.ts'
import { actionProblem } from './references.ts'
import { objectionToSolving } from './solve-guards.ts'
import type { TicketRow } from './tables.ts'
import { withTags } from './ticket.ts'
import { unfreezeTicket } from './unfreeze-ticket.ts'

/**
 * Why an action was passed over: it names something that is gone, sets a field to what it does not take, solves a
 * ticket that lacks something, starts a checklist where there are many, or freezes one that is over.
 */
export type SkipReason =
  | 'unknown_reference'
  | 'bad_field_value'
  | 'fields_required'
  | 'checklist_unfinished'
  | 'too_many_checklists'
  | 'not_freezable'

export interface AppliedActions {
  /** Each changed field as `[before, after]`. */
  differences: Differences
  noteIds: number[]
  /** What could not be done. */
  skipped: { action: TicketAction; reason: SkipReason }[]
}

type LaterAction = Extract<TicketAction, { type: 'add_note' | 'freeze' | 'unfreeze' | 'start_checklist' }>
type FieldAction = Exclude<TicketAction, LaterAction>

/**
 * Carries out what a macro or a rule does to a ticket the caller has locked: all fields in one change and one event,
 * the last word on a field counting, then checklists, notes and freezing in their order. An action that cannot be done
 * is passed over, and said to be.
 */
export async function applyTicketActions(
  tx: Tx,
  ticket: TicketRow,
  actions: readonly TicketAction[],
  by: By,
  now: Date,
): Promise<AppliedActions> {
  const changes: FieldChanges = {}
  const later: LaterAction[] = []
  const applied: AppliedActions = { differences: {}, noteIds: [], skipped: [] }
  for (const action of actions) {
    const problem = await problemOf(tx, ticket, action)
    if (problem) applied.skipped.push({ action, reason: problem })
    else if (isLater(action)) later.push(action)
    else merge(changes, changeOf(action, changes.tags ?? ticket.tags))
  }
  await keepUnsolved(tx, ticket, actions, changes, applied)
  applied.differences = await changeTicket(tx, ticket, changes, by, now)
  for (const action of later) await doLater(tx, ticket.id, action, applied, by, now)
  return applied
}

function isLater(action: TicketAction): action is LaterAction {
  return ['add_note', 'freeze', 'unfreeze', 'start_checklist'].includes(action.type)
}

function merge(changes: FieldChanges, more: FieldChanges): void {
  Object.assign(changes, more, more.fields && { fields: { ...changes.fields, ...more.fields } })
}

async function problemOf(tx: Tx, ticket: TicketRow, action: TicketAction): Promise<SkipReason | null> {
  if (action.type === 'start_checklist') {
    return (await executorOf('start_checklist').isDead(tx, action)) ? 'unknown_reference' : null
  }
  return actionProblem(tx, action, ticket.fields)
}

/** Solving a ticket that is not finished is passed over, and the rest is done. */
async function keepUnsolved(
  tx: Tx,
  ticket: TicketRow,
  actions: readonly TicketAction[],
  changes: FieldChanges,
  applied: AppliedActions,
): Promise<void> {
  if (changes.statusId === undefined || ticket.status_category === 'solved') return
  const { category } = await chosenStatus(tx, changes.statusId)
  if (category !== 'solved') return
  const fields = { ...ticket.fields, ...changes.fields }
  const objection = await objectionToSolving(tx, { id: ticket.id, fields })
  if (!objection) return
  const action = actions.findLast((each) => each.type === 'set_status')
  if (action) applied.skipped.push({ action, reason: objection.failure as SkipReason })
  delete changes.statusId
}

async function doLater(
  tx: Tx,
  ticketId: number,
  action: LaterAction,
  applied: AppliedActions,
  by: By,
  now: Date,
): Promise<void> {
  switch (action.type) {
    case 'add_note':
      applied.noteIds.push(await addAutomaticNote(tx, ticketId, action.text, by, now))
      return
    case 'start_checklist': {
      const reason = await executorOf('start_checklist').run(tx, ticketId, action, by, now)
      if (reason) applied.skipped.push({ action, reason })
      return
    }
    case 'freeze':
    case 'unfreeze': {
      // As the actions before have left it.
      const ticket = await lockTicketRow(tx, ticketId)
      if (!ticket) return
      if (action.type === 'unfreeze') {
        return unfreezeTicket(tx, ticket, by.actor.kind === 'agent' ? 'agent' : 'rule', by, now)
      }
      const until = new Date(now.getTime() + action.minutes * 60_000)
      if (isFreezable(ticket)) await freezeTicket(tx, ticket, until, by, now)
      else applied.skipped.push({ action, reason: 'not_freezable' })
    }
  }
}

/** The fields one action sets. Tags build on those the actions before it have left. */
function changeOf(action: FieldAction, tags: readonly string[]): FieldChanges {
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
      return { tags: withTags(tags, action.tags) }
    case 'remove_tags':
      return { tags: tags.filter((tag) => !action.tags.includes(tag)) }
    case 'set_field':
      return { fields: { [action.key]: action.value } }
  }
}
