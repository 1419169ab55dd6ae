import { timingSafeEqual } from 'node:crypto'
import type { AgentAddress } from '#contract/agent-addresses.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { type Actor, agentActor } from '../actor.ts'
import { mustBeInPerson } from '../policy.ts'
import { agentByEmail } from '../queries.ts'
import { hashCode, mostWrongCodes } from './confirmation-code.ts'
import { presentAddress } from './list-own-addresses.ts'

/**
 * Takes the code that went to an address: from now on letters from there are the actor's. After a few wrong ones the
 * code is void, and a new one has to be asked for.
 */
export async function confirmOwnAddress(
  db: Db,
  actor: Actor,
  id: number,
  code: string,
  now: Date,
): Promise<AgentAddress> {
  mustBeInPerson(actor)
  // A wrong code is counted although the request fails, hence in a transaction of its own.
  const row = await inTransaction(db, async (tx) => {
    const address = found(
      await tx
        .selectFrom('agent_address')
        .selectAll()
        .where('id', '=', id)
        .where('agent_id', '=', actor.agentId)
        .forUpdate()
        .executeTakeFirst(),
    )
    if (address.confirmed_at !== null) return { ...address, isRight: true }
    const isOver = address.code_expires_at === null || address.code_expires_at <= now
    if (address.code_hash === null || isOver) return { ...address, isRight: null }
    const isRight = timingSafeEqual(address.code_hash, hashCode(actor.agentId, address.address, code))
    if (!isRight) {
      const isVoid = address.wrong_codes + 1 >= mostWrongCodes
      await tx
        .updateTable('agent_address')
        .set({ wrong_codes: address.wrong_codes + 1, ...(isVoid && { code_hash: null }) })
        .where('id', '=', id)
        .execute()
    }
    return { ...address, isRight }
  })
  if (row.isRight === null) fail('link_expired')
  if (!row.isRight) fail('wrong_code')
  if (row.confirmed_at !== null) return presentAddress(row)
  return inTransaction(db, async (tx) => {
    if (await agentByEmail(tx, row.address)) fail('already_exists')
    // Somebody else may have proved it meanwhile; the unique index is the judge between two at once.
    const taken = await tx
      .selectFrom('agent_address')
      .select('id')
      .where('address', '=', row.address)
      .where('confirmed_at', 'is not', null)
      .executeTakeFirst()
    if (taken) fail('already_exists')
    const confirmed = await tx
      .updateTable('agent_address')
      .set({ confirmed_at: now, code_hash: null, code_expires_at: null, wrong_codes: 0 })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst()
    const data = { agentId: actor.agentId, address: row.address }
    await recordEvent(tx, { type: 'agent.address_confirmed', at: now, actor: agentActor(actor), data })
    return presentAddress(found(confirmed))
  })
}
