import type { WaitingMacro } from '#contract/macros.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { mustSee } from '#server/tickets/index.ts'

/** What is to happen with the caller's unfinished answer to a ticket. */
export async function listWaitingMacros(db: Db, actor: Actor, ticketId: number): Promise<WaitingMacro[]> {
  await mustSee(db, actor, ticketId)
  const rows = await db
    .selectFrom('macro_use')
    .innerJoin('macro', 'macro.id', 'macro_use.macro_id')
    .select(['macro_use.id', 'macro_use.macro_id', 'macro.name', 'macro_use.actions'])
    .where('macro_use.ticket_id', '=', ticketId)
    .where('macro_use.agent_id', '=', actor.agentId)
    .where('macro_use.state', '=', 'waiting')
    .orderBy('macro_use.id')
    .execute()
  return rows
    .filter(({ actions }) => actions.length > 0)
    .map(({ id, macro_id, name, actions }) => ({ useId: id, macroId: macro_id, name, actions }))
}

/** The agent does not want it done. The use still counts: its words may well be sent. */
export async function dropMacroUse(tx: Tx, actor: Actor, id: number): Promise<void> {
  const row = await tx
    .updateTable('macro_use')
    .set({ actions: '[]' })
    .where('id', '=', id)
    .where('agent_id', '=', actor.agentId)
    .where('state', '=', 'waiting')
    .returning('id')
    .executeTakeFirst()
  found(row)
}
