import type { Priority } from '#contract/desk.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail } from '#server/platform/http/failure.ts'
import { indexTicketText } from '#server/platform/search-index.ts'
import { addTags, checkReferences } from './references.ts'
import { chosenStatus, lockTicket } from './queries.ts'
import type { TicketRow } from './tables.ts'
import { priorityFromNumber, priorityToNumber, statusTimes } from './ticket.ts'

export interface TicketChanges {
  version: number
  subject?: string | undefined
  statusId?: number | undefined
  priority?: Priority | undefined
  categoryId?: number | null | undefined
  teamId?: number | null | undefined
  assigneeId?: number | null | undefined
  tags?: string[] | undefined
}

/** Changes fields of a ticket; nothing is written when nothing differs. */
export async function updateTicket(
  tx: Tx,
  actor: Actor,
  id: number,
  changes: TicketChanges,
  now: Date,
): Promise<void> {
  const ticket = await lockTicket(tx, actor, id)
  if (ticket.version !== changes.version) fail('version_conflict', { detail: { version: ticket.version } })
  await checkReferences(tx, changes)
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
  const differences = differencesBetween(ticket, next)
  if (Object.keys(differences).length === 0) return
  await addTags(tx, next.tags, now)
  const isDone = next.status_category === 'solved' || next.status_category === 'closed'
  await tx
    .updateTable('ticket')
    .set({
      ...next,
      ...statusTimes(ticket, next.status_category, now),
      ...(isDone && { waiting_since: null }),
      updated_at: now,
      version: ticket.version + 1,
    })
    .where('id', '=', id)
    .execute()
  if ('subject' in differences) {
    await indexTicketText(tx, { ticketId: id, kind: 'public', parts: [{ weight: 'A', text: next.subject }] })
  }
  await recordEvent(tx, {
    type: 'ticket.updated',
    at: now,
    actor: { kind: 'agent', id: actor.agentId },
    ticketId: id,
    data: { changes: differences },
  })
}

type Next = Pick<
  TicketRow,
  'subject' | 'status_id' | 'priority' | 'category_id' | 'team_id' | 'assignee_id' | 'tags'
>

/** Each changed field as `[before, after]`, by its name on the wire. */
function differencesBetween(before: Next, after: Next): Record<string, [unknown, unknown]> {
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
