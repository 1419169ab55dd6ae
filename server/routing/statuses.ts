import type { Names } from '#contract/common.ts'
import type { AgentStatus, Meaning } from '#contract/attendance.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { mustSeeAllTeams } from './policy.ts'
import { routingChanged } from './routing-changed.ts'
import { settleStatus } from './settle-status.ts'
import type { StatusRow } from './tables.ts'

const mostStatuses = 30

function toStatus(row: StatusRow): AgentStatus {
  return { id: row.id, key: row.key, meaning: row.meaning, names: row.names, position: row.position }
}

export async function listAgentStatuses(db: Db): Promise<{ items: AgentStatus[] }> {
  const rows = await db
    .selectFrom('agent_status')
    .selectAll()
    .where('archived_at', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute()
  return { items: rows.map(toStatus) }
}

/** Adds a status behind the others. Ends with `too_many` beyond thirty. */
export async function createAgentStatus(
  tx: Tx,
  actor: Actor,
  { names, meaning }: { names: Names; meaning: Meaning },
  now: Date,
): Promise<AgentStatus> {
  mustSeeAllTeams(actor)
  const { items } = await listAgentStatuses(tx)
  if (items.length >= mostStatuses) fail('too_many_entries')
  const row = await tx
    .insertInto('agent_status')
    .values({ names: JSON.stringify(names), meaning, position: (items.at(-1)?.position ?? 0) + 1 })
    .returningAll()
    .executeTakeFirstOrThrow()
  await routingChanged(tx, actor, 'agent_status.created', { agentStatusId: row.id, names }, now)
  return toStatus(row)
}

/** Renames or moves a status; what it means never changes, so that the log stays true. */
export async function updateAgentStatus(
  tx: Tx,
  actor: Actor,
  id: number,
  { names, position }: { names?: Names | undefined; position?: number | undefined },
  now: Date,
): Promise<AgentStatus> {
  mustSeeAllTeams(actor)
  const before = await lockStatus(tx, id)
  const row = await tx
    .updateTable('agent_status')
    .set({
      names: JSON.stringify(names ?? before.names),
      position: position ?? before.position,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await routingChanged(tx, actor, 'agent_status.updated', { agentStatusId: id, names: row.names }, now)
  return toStatus(row)
}

/** Takes a status out of use; whoever has it is what presence says. Ends with `in_use` for the three of presence. */
export async function archiveAgentStatus(tx: Tx, actor: Actor, id: number, now: Date): Promise<void> {
  mustSeeAllTeams(actor)
  const row = await lockStatus(tx, id)
  if (row.key !== null) fail('in_use')
  await tx.updateTable('agent_status').set({ archived_at: now }).where('id', '=', id).execute()
  const holders = await tx
    .selectFrom('agent_seat')
    .select('agent_id')
    .where('chosen_status_id', '=', id)
    .orderBy('agent_id')
    .execute()
  for (const { agent_id } of holders)
    await settleStatus(tx, agent_id, { cause: 'ended', byAgentId: actor.agentId }, now)
  await routingChanged(tx, actor, 'agent_status.archived', { agentStatusId: id, names: row.names }, now)
}

async function lockStatus(tx: Tx, id: number): Promise<StatusRow> {
  return found(
    await tx
      .selectFrom('agent_status')
      .selectAll()
      .where('id', '=', id)
      .where('archived_at', 'is', null)
      .forUpdate()
      .executeTakeFirst(),
  )
}
