import { sql } from 'kysely'
import type { Names } from '#contract/common.ts'
import type { LedgerCause } from '#contract/sla.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import type { ClockState, SegmentCause } from './clock-state.ts'

interface EventRow {
  id: number
  kind: 'agent' | 'customer' | 'system'
  actor: string | null
  data: Record<string, unknown>
  team: string | null
  status: Names | null
}

export type CauseOf = (cause: SegmentCause) => LedgerCause

/** Turns what a ledger keeps of a cause into who did what: names are as they are now. */
export async function loadCauses(db: Db, state: ClockState): Promise<CauseOf> {
  const ids = new Set(
    state.clocks.flatMap((clock) => clock.segments.map((segment) => segment.cause.eventId ?? 0)),
  )
  const { rows } = await sql<EventRow>`
    select event.id, event.actor_kind as kind, event.data, team.name as team, ticket_status.names as status,
      case event.actor_kind
        when 'agent' then (select name from agent where agent.id = event.actor_id)
        when 'customer' then (select name from customer where customer.id = event.actor_id)
      end as actor
    from event
    left join team on team.id = (event.data->'changes'->'teamId'->>1)::bigint
    left join ticket_status on ticket_status.id = (event.data->'changes'->'statusId'->>1)::bigint
    where event.id = any(${[...ids]}::bigint[])`.execute(db)
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ({ eventId, reason }) => {
    const event = eventId === null ? undefined : byId.get(eventId)
    const isPerson = event && event.kind !== 'system' && event.actor !== null
    return {
      eventId,
      reason,
      actor: isPerson
        ? { kind: event.kind === 'agent' ? 'agent' : 'customer', name: event.actor ?? '' }
        : null,
      about: event ? aboutOf(event) : {},
    }
  }
}

function aboutOf({ data, team, status }: EventRow): LedgerCause['about'] {
  const changes = (data['changes'] ?? {}) as Record<string, unknown[]>
  const priority = changes['priority']?.[1]
  const policy = data['policyName']
  return {
    ...(status && { status }),
    ...(team !== null && { team }),
    ...(typeof priority === 'string' && {
      priority: priority as NonNullable<LedgerCause['about']['priority']>,
    }),
    ...(typeof policy === 'string' && { policy }),
  }
}
