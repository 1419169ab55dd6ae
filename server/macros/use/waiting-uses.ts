import { type ExpressionBuilder, sql, type SqlBool } from 'kysely'
import type { WaitingMacro } from '#contract/macros.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import type { Tables } from '#server/platform/database/tables.ts'
import { found } from '#server/platform/http/failure.ts'
import { mustSee } from '#server/tickets/index.ts'

/**
 * Whether a use went with an answer that is written and has not left: one that can still be undone, or is for later.
 * `before` leaves out that answer and what was written after it.
 */
export function isPromised(before: number | null) {
  return (eb: ExpressionBuilder<Tables, 'macro_use'>) =>
    eb.exists(
      eb
        .selectFrom('reply')
        .select('reply.id')
        .whereRef('reply.ticket_id', '=', 'macro_use.ticket_id')
        .whereRef('reply.agent_id', '=', 'macro_use.agent_id')
        .whereRef('reply.created_at', '>=', 'macro_use.at')
        .where('macro_use.kind', '=', 'reply')
        .where(
          sql<SqlBool>`(reply.delivery_state in ('scheduled', 'held')
            or reply.delivery_state = 'queued' and reply.send_at is not null and reply.released_at is null)`,
        )
        .$if(before !== null, (query) => query.where('reply.id', '<', before)),
    )
}

/** What is to happen with the caller's unfinished answer to a ticket. */
export async function listWaitingMacros(db: Db, actor: Actor, ticketId: number): Promise<WaitingMacro[]> {
  await mustSee(db, actor, ticketId)
  const rows = await db
    .selectFrom('macro_use')
    .innerJoin('macro', 'macro.id', 'macro_use.macro_id')
    .select(['macro_use.id', 'macro_use.macro_id', 'macro.name', 'macro_use.actions', 'macro_use.kind'])
    .where('macro_use.ticket_id', '=', ticketId)
    .where('macro_use.agent_id', '=', actor.agentId)
    .where('macro_use.state', '=', 'waiting')
    .where((eb) => eb.not(isPromised(null)(eb)))
    .orderBy('macro_use.id')
    .execute()
  return rows
    .filter(({ actions }) => actions.length > 0)
    .map(({ id, macro_id, name, actions, kind }) => ({
      useId: id,
      macroId: macro_id,
      name,
      actions,
      kind: kind ?? 'reply',
    }))
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
