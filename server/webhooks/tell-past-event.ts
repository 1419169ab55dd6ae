import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'

/**
 * Tells a webhook of an event that happened before it was made. The ticket is told as it is now. Answers the delivery's
 * id; null when it has been told, or the event stands in no ticket.
 */
export async function tellPastEvent(tx: Tx, webhookId: number, eventId: number): Promise<number | null> {
  const { rows } = await sql<{ id: number | null }>`
    select webhook_enqueue(${webhookId}, 'event', event.type, event.id, ticket.id, event.at, to_jsonb(ticket), null,
      jsonb_build_object('actorKind', actor_kind, 'actorId', actor_id, 'data', event.data)) as id
    from event join ticket on ticket.id = event.ticket_id where event.id = ${eventId}`.execute(tx)
  return rows[0]?.id ?? null
}
