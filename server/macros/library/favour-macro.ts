import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { lockMacro } from './read-macros.ts'

/** Puts a macro among the caller's favourites, or takes it out. */
export async function favourMacro(tx: Tx, actor: Actor, id: number, isFavourite: boolean): Promise<void> {
  await lockMacro(tx, actor, id)
  const key = { agent_id: actor.agentId, macro_id: id }
  if (isFavourite) {
    await tx
      .insertInto('macro_favourite')
      .values(key)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  } else {
    await tx
      .deleteFrom('macro_favourite')
      .where('agent_id', '=', key.agent_id)
      .where('macro_id', '=', id)
      .execute()
  }
}
