import type { Priority } from '#contract/desk.ts'
import type { FieldChanges as OwnFieldChanges } from '#contract/fields.ts'
import { changeValues } from '#server/fields/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { indexTicketText } from '#server/platform/search-index.ts'
import { type By, causeData } from './cause.ts'
import { chosenStatus } from './queries.ts'
import { addTags } from './references.ts'
import { mustBeSolvable } from './solve-guards.ts'
import type { TicketRow } from './tables.ts'
import { tellThaw } from './thaw.ts'
import { priorityFromNumber, priorityToNumber, statusTimes } from './ticket.ts'

/** The fields of a ticket that can be set; what is left out stays. */
export interface FieldChanges {
  subject?: string | undefined
  statusId?: number | undefined
  priority?: Priority | undefined
  categoryId?: number | null | undefined
  teamId?: number | null | undefined
  assigneeId?: number | null | undefined
  tags?: string[] | undefined
  /** The desk's own fields; null empties one. */
  fields?: OwnFieldChanges | undefined
}

/** Each changed field as `[before, after]`, by its name on the wire. */
export type Differences = Record<string, [unknown, unknown]>

/**
 * Writes what differs to a ticket the caller has locked, and says so in one `ticket.updated`; nothing is written when
 * nothing differs. What the changes refer to has been checked by the caller; a value its field does not take, and
 * solving what is not finished, end it with a named failure.
 */
export async function changeTicket(
  tx: Tx,
  ticket: TicketRow,
  changes: FieldChanges,
  by: By,
  now: Date,
): Promise<Differences> {
  const status = changes.statusId === undefined ? null : await chosenStatus(tx, changes.statusId)
  const next = {
    subject: changes.subject ?? ticket.subject,
    status_id: status?.id ?? ticket.status_id,
    status_category: status?.category ?? ticket.status_category,
    priority: changes.priority === undefined ? ticket.priority : priorityToNumber(changes.priority),
    category_id: changes.categoryId === undefined ? ticket.category_id : changes.categoryId,
    team_id: changes.teamId === undefined ? ticket.team_id : changes.teamId,
    assignee_id: changes.assigneeId === undefined ? ticket.assignee_id : changes.assigneeId,
    tags: changes.tags === undefined ? ticket.tags : [...new Set(changes.tags)].toSorted(),
  }
  const own = changes.fields ? await changeValues(tx, 'ticket', ticket.fields, changes.fields) : null
  const differences = { ...differencesBetween(ticket, next), ...own?.differences }
  if (Object.keys(differences).length === 0) return differences
  const fields = own?.values ?? ticket.fields
  // Whoever asked may say that it is answered: what the desk still wants filled in does not keep them.
  const isDemanding = by.actor.kind !== 'customer'
  if (isDemanding && next.status_category === 'solved' && ticket.status_category !== 'solved') {
    await mustBeSolvable(tx, { id: ticket.id, fields })
  }
  await addTags(tx, next.tags, now)
  const isDone = next.status_category === 'solved' || next.status_category === 'closed'
  await tx
    .updateTable('ticket')
    .set((eb) => ({
      ...next,
      ...statusTimes(ticket, next.status_category, now),
      ...(isDone && { waiting_since: null }),
      ...(own && { fields: JSON.stringify(own.values) }),
      updated_at: now,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', ticket.id)
    .execute()
  if ('subject' in differences) {
    const parts = [{ weight: 'A', text: next.subject } as const]
    await indexTicketText(tx, { ticketId: ticket.id, kind: 'public', parts })
  }
  const occurrence = { at: now, actor: by.actor, ticketId: ticket.id }
  await recordEvent(tx, {
    ...occurrence,
    type: 'ticket.updated',
    data: { changes: differences, ...causeData(by) },
  })
  await tellThaw(tx, ticket, next.status_category, { ...occurrence, data: causeData(by) }, 'status')
  return differences
}

type Next = Pick<
  TicketRow,
  'subject' | 'status_id' | 'priority' | 'category_id' | 'team_id' | 'assignee_id' | 'tags'
>

function differencesBetween(before: Next, after: Next): Differences {
  const pairs: [string, unknown, unknown][] = [
    ['subject', before.subject, after.subject],
    ['statusId', before.status_id, after.status_id],
    ['priority', priorityFromNumber(before.priority), priorityFromNumber(after.priority)],
    ['categoryId', before.category_id, after.category_id],
    ['teamId', before.team_id, after.team_id],
    ['assigneeId', before.assignee_id, after.assignee_id],
    ['tags', before.tags, after.tags],
  ]
  const changed = pairs.filter(([, from, to]) => JSON.stringify(from) !== JSON.stringify(to))
  return Object.fromEntries(changed.map(([field, from, to]) => [field, [from, to]]))
}
