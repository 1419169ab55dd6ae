import type { Priority } from '#contract/desk.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { addTags } from './references.ts'
import { priorityFromNumber, priorityToNumber, withTags } from './ticket.ts'

export interface RuleChanges {
  /** Null is "as it is". */
  teamId: number | null
  categoryId: number | null
  priority: Priority | null
  /** Added to those there are. */
  tags: readonly string[]
}

/**
 * A rule of the desk changes a ticket. The event says which rule it was, and the facts it read from the message;
 * team and category that are gone meanwhile are passed over.
 */
export async function applyRule(
  tx: Tx,
  ticketId: number,
  changes: RuleChanges,
  about: { rules: readonly string[]; values: readonly { name: string; value: string }[] },
  now: Date,
): Promise<void> {
  const ticket = await tx
    .selectFrom('ticket')
    .select(['team_id', 'category_id', 'priority', 'tags'])
    .where('id', '=', ticketId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const next = {
    team_id: (await stillThere(tx, 'team', changes.teamId)) ?? ticket.team_id,
    category_id: (await stillThere(tx, 'ticket_category', changes.categoryId)) ?? ticket.category_id,
    priority: changes.priority === null ? ticket.priority : priorityToNumber(changes.priority),
    tags: withTags(ticket.tags, changes.tags).toSorted(),
  }
  const differences = Object.fromEntries(
    (
      [
        ['teamId', ticket.team_id, next.team_id],
        ['categoryId', ticket.category_id, next.category_id],
        ['priority', priorityFromNumber(ticket.priority), priorityFromNumber(next.priority)],
        ['tags', ticket.tags, next.tags],
      ] as const
    ).flatMap(([field, from, to]) =>
      JSON.stringify(from) === JSON.stringify(to) ? [] : [[field, [from, to]]],
    ),
  )
  if (Object.keys(differences).length === 0 && about.values.length === 0) return
  await addTags(tx, next.tags, now)
  await tx
    .updateTable('ticket')
    .set((eb) => ({ ...next, updated_at: now, version: eb('version', '+', 1) }))
    .where('id', '=', ticketId)
    .execute()
  const actor = { kind: 'system', id: null } as const
  const data = { changes: differences, rules: about.rules, values: about.values }
  await recordEvent(tx, { type: 'ticket.updated', at: now, actor, ticketId, data })
}

async function stillThere(
  tx: Tx,
  table: 'team' | 'ticket_category',
  id: number | null,
): Promise<number | null> {
  if (id === null) return null
  const row = await tx
    .selectFrom(table)
    .select('id')
    .where('id', '=', id)
    .where('archived_at', 'is', null)
    .executeTakeFirst()
  return row?.id ?? null
}
