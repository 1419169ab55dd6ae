import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { mustSee } from './queries.ts'

export async function followTicket(
  tx: Tx,
  actor: Actor,
  ticketId: number,
  isFollowed: boolean,
): Promise<void> {
  await mustSee(tx, actor, ticketId)
  if (isFollowed) {
    await tx
      .insertInto('ticket_follower')
      .values({ ticket_id: ticketId, agent_id: actor.agentId })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  } else {
    await tx
      .deleteFrom('ticket_follower')
      .where('ticket_id', '=', ticketId)
      .where('agent_id', '=', actor.agentId)
      .execute()
  }
}
