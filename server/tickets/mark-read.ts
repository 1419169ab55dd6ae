import { sql } from 'kysely'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { mustSee } from './queries.ts'

/** Remembers how far an agent has read; never backwards, so a slow tab cannot undo a quick one. */
export async function markRead(tx: Tx, actor: Actor, ticketId: number, lastPostId: number): Promise<void> {
  await mustSee(tx, actor, ticketId)
  await tx
    .insertInto('ticket_read')
    .values({ agent_id: actor.agentId, ticket_id: ticketId, last_post_id: lastPostId })
    .onConflict((conflict) =>
      conflict
        .columns(['agent_id', 'ticket_id'])
        .doUpdateSet({ last_post_id: sql`greatest(ticket_read.last_post_id, excluded.last_post_id)` }),
    )
    .execute()
}
