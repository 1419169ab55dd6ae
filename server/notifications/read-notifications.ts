import { sql } from 'kysely'
import type { Notification } from '#contract/notifications.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { cutPage, readCursor } from '#server/platform/paging.ts'
import { readSettings } from '#server/platform/settings.ts'
import { visibleTickets } from '#server/tickets/index.ts'

interface Wanted {
  cursor?: string | undefined
  limit: number
  isUnread?: boolean | undefined
}

/** The actor's notices, the newest first: of tickets they may see now, and of webhooks while they manage them. */
export async function listNotifications(
  db: Db,
  actor: Actor,
  { cursor, limit, isUnread }: Wanted,
): Promise<{ items: Notification[]; nextCursor: string | null }> {
  const before = readCursor(cursor)
  if (before && before.value !== null) fail('invalid_cursor')
  let query = own(db, actor)
    .leftJoin('agent', (join) =>
      join.onRef('agent.id', '=', 'notification.actor_id').on('actor_kind', '=', 'agent'),
    )
    .leftJoin('customer', (join) =>
      join.onRef('customer.id', '=', 'notification.actor_id').on('actor_kind', '=', 'customer'),
    )
    .select([
      'notification.id',
      'notification.kind',
      'notification.created_at',
      'notification.read_at',
      'notification.ticket_id',
      'notification.text',
      'notification.facts',
      'notification.actor_kind',
      'notification.actor_id',
      'ticket.subject',
      sql<string | null>`coalesce(agent.name, customer.name)`.as('actor_name'),
    ])
  if (before) query = query.where('notification.id', '<', before.id)
  if (isUnread) query = query.where('notification.read_at', 'is', null)
  const read = await query
    .orderBy('notification.id', 'desc')
    .limit(limit + 1)
    .execute()
  const { rows, nextCursor } = cutPage(read, limit, (row) => ({ value: null, id: row.id }))
  const { ticket_prefix: prefix } = await readSettings(db)
  const items = rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    at: row.created_at.toISOString(),
    isRead: row.read_at !== null,
    ticket:
      row.ticket_id === null
        ? null
        : { id: row.ticket_id, number: `${prefix}-${row.ticket_id}`, subject: row.subject ?? '' },
    // A note is told to those only who may read notes.
    text: row.kind === 'mentioned' && !actor.permissions.has('note.read') ? '' : row.text,
    by:
      row.actor_kind === 'system' || row.actor_id === null
        ? null
        : { kind: row.actor_kind, id: row.actor_id, name: row.actor_name ?? '' },
    facts: row.facts,
  }))
  return { items, nextCursor }
}

export async function countUnread(db: Db, actor: Actor): Promise<number> {
  const { count } = await own(db, actor)
    .where('notification.read_at', 'is', null)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

function own(db: Db, actor: Actor) {
  return db
    .selectFrom('notification')
    .leftJoin('ticket', 'ticket.id', 'notification.ticket_id')
    .where('notification.agent_id', '=', actor.agentId)
    .where('notification.is_shown', '=', true)
    .where((eb) =>
      eb.or([
        // What stands in no ticket is about webhooks.
        eb.and([eb('notification.ticket_id', 'is', null), eb.lit(actor.permissions.has('webhook.manage'))]),
        eb.exists(
          eb
            .selectFrom('ticket')
            .select('ticket.id')
            .whereRef('ticket.id', '=', 'notification.ticket_id')
            .where(visibleTickets(actor)),
        ),
      ]),
    )
}
