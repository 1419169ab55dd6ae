import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { lockLiveTicket, lockTicket } from '#server/tickets/index.ts'

/**
 * The ticket a started checklist is seen in, locked: its own, or the one that went into. `not_found` for whoever may
 * not see that. Answers its id.
 */
export async function lockWhereItIs(tx: Tx, actor: Actor, ticketId: number): Promise<number> {
  const live = await lockLiveTicket(tx, ticketId)
  if (!live) fail('not_found')
  return (await lockTicket(tx, actor, live.id)).id
}
