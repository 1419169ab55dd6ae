import { sql } from 'kysely'
import type { SlaPolicy, SlaPolicyInput } from '#contract/sla.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { visibleTickets } from '#server/tickets/index.ts'
import type { SlaPolicyRow, StoredTerms } from './tables.ts'

/** The policies in force, in their order, with how many open tickets each has: of those the actor sees. */
export async function listPolicies(db: Db, actor: Actor): Promise<SlaPolicy[]> {
  const [rows, counts] = await Promise.all([
    db
      .selectFrom('sla_policy')
      .selectAll()
      .where('archived_at', 'is', null)
      .orderBy('position')
      .orderBy('id')
      .execute(),
    countOpen(db, actor),
  ])
  return rows.map((row, index) => ({
    ...inputOf(row),
    id: row.id,
    position: index + 1,
    version: row.version,
    openTickets: counts.get(row.id)?.open ?? 0,
    overdueTickets: counts.get(row.id)?.overdue ?? 0,
    updatedAt: row.updated_at.toISOString(),
  }))
}

export async function getPolicy(db: Db, actor: Actor, id: number): Promise<SlaPolicy> {
  return found((await listPolicies(db, actor)).find((policy) => policy.id === id))
}

function inputOf({ name, is_active, calendar_id, terms }: SlaPolicyRow): SlaPolicyInput {
  return { name, isActive: is_active, calendarId: calendar_id, ...terms }
}

/** What of it is kept as a whole. */
export function termsOfInput(input: SlaPolicyInput): StoredTerms {
  const { name: _name, isActive: _isActive, calendarId: _calendarId, ...terms } = input
  return terms
}

async function countOpen(db: Db, actor: Actor): Promise<Map<number, { open: number; overdue: number }>> {
  const rows = await db
    .selectFrom('sla_ticket')
    .innerJoin('ticket', 'ticket.id', 'sla_ticket.ticket_id')
    .select([
      'sla_ticket.policy_id',
      sql<number>`count(*)`.as('open'),
      sql<number>`count(*) filter (where ticket.due_at < now())`.as('overdue'),
    ])
    .where(sql<boolean>`ticket.is_open`)
    .where((eb) => visibleTickets(actor)(eb as never))
    .where('sla_ticket.policy_id', 'is not', null)
    .groupBy('sla_ticket.policy_id')
    .execute()
  return new Map(rows.map((row) => [row.policy_id ?? 0, { open: row.open, overdue: row.overdue }]))
}
