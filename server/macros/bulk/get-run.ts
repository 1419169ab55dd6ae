import type { MacroRun } from '#contract/macro-runs.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { readSettings } from '#server/platform/settings.ts'

/** The caller's run and what became of each ticket; `not_found` for another's. */
export async function getRun(db: Db, actor: Actor, id: number): Promise<MacroRun> {
  const run = found(
    await db
      .selectFrom('macro_run')
      .selectAll()
      .where('id', '=', id)
      .where('agent_id', '=', actor.agentId)
      .executeTakeFirst(),
  )
  const [rows, settings] = await Promise.all([
    db
      .selectFrom('macro_run_ticket')
      .select(['ticket_id', 'state', 'problem', 'detail'])
      .where('run_id', '=', id)
      .orderBy('position')
      .execute(),
    readSettings(db),
  ])
  const count = (state: string) => rows.filter((row) => row.state === state).length
  return {
    id,
    macroId: run.macro_id,
    sendsReply: run.sends_reply,
    total: rows.length,
    done: count('done'),
    failed: count('failed'),
    stopped: count('stopped'),
    isFinished: rows.every((row) => row.state !== 'waiting'),
    tickets: rows.map((row) => ({
      ticketId: row.ticket_id,
      number: `${settings.ticket_prefix}-${row.ticket_id}`,
      state: row.state,
      problem: row.problem,
      detail: row.detail,
    })),
  }
}

/** Leaves alone what is not done yet. A ticket that is just being changed is changed whole. */
export async function stopRun(tx: Tx, actor: Actor, id: number, now: Date): Promise<MacroRun> {
  await getRun(tx, actor, id)
  await tx.updateTable('macro_run').set({ stopped_at: now }).where('id', '=', id).execute()
  await tx
    .updateTable('macro_run_ticket')
    .set({ state: 'stopped' })
    .where('run_id', '=', id)
    .where('state', '=', 'waiting')
    .execute()
  return getRun(tx, actor, id)
}
