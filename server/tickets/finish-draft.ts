import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'

/** The post is written, so its draft is done; and whoever writes has read what was there. */
export async function finishDraft(
  tx: Tx,
  actor: Actor,
  ticketId: number,
  kind: 'reply' | 'note',
  postId: number,
): Promise<void> {
  await tx
    .with('forgotten', (db) =>
      db
        .deleteFrom('draft')
        .where('agent_id', '=', actor.agentId)
        .where('ticket_id', '=', ticketId)
        .where('kind', '=', kind),
    )
    .insertInto('ticket_read')
    .values({ agent_id: actor.agentId, ticket_id: ticketId, last_post_id: postId })
    .onConflict((conflict) =>
      conflict.columns(['agent_id', 'ticket_id']).doUpdateSet({ last_post_id: postId }),
    )
    .execute()
}
