import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { found } from '#server/platform/http/failure.ts'
import { type Actor, agentActor } from '../actor.ts'
import { mustBeInPerson } from '../policy.ts'

/** Takes an address away from the actor's own; letters from there are a stranger's again. */
export async function removeOwnAddress(tx: Tx, actor: Actor, id: number, now: Date): Promise<void> {
  mustBeInPerson(actor)
  const gone = found(
    await tx
      .deleteFrom('agent_address')
      .where('id', '=', id)
      .where('agent_id', '=', actor.agentId)
      .returning(['address', 'confirmed_at'])
      .executeTakeFirst(),
  )
  if (gone.confirmed_at === null) return
  const data = { agentId: actor.agentId, address: gone.address }
  await recordEvent(tx, { type: 'agent.address_removed', at: now, actor: agentActor(actor), data })
}
