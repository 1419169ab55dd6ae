import type { TicketMerge } from '#contract/ticket-care.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { mustSee } from './queries.ts'
import { ticketNumbers } from './ticket-number.ts'
import { undoableForMs } from './undo-merge.ts'

/** The tickets that went into one and are still there, the latest first. */
export async function listMerges(db: Db, actor: Actor, ticketId: number, now: Date): Promise<TicketMerge[]> {
  await mustSee(db, actor, ticketId)
  const rows = await db
    .selectFrom('ticket_merge as merge')
    .innerJoin('ticket as source', 'source.id', 'merge.source_id')
    .innerJoin('ticket as target', 'target.id', 'merge.target_id')
    .leftJoin('agent', 'agent.id', 'merge.merged_by_id')
    .select(['merge.id', 'merge.source_id', 'merge.target_id', 'merge.merged_at', 'merge.post_ids'])
    .select(['source.subject', 'source.merged_into_id as source_leads_to'])
    .select(['target.merged_into_id as target_leads_to', 'agent.id as agent_id', 'agent.name as agent_name'])
    .where('merge.target_id', '=', ticketId)
    .where('merge.undone_at', 'is', null)
    .orderBy('merge.id', 'desc')
    .execute()
  const numberOf = await ticketNumbers(db)
  return rows.map((row) => ({
    id: row.id,
    source: { id: row.source_id, number: numberOf(row.source_id), subject: row.subject },
    mergedAt: row.merged_at.toISOString(),
    mergedBy: row.agent_id === null ? null : { id: row.agent_id, name: row.agent_name ?? '' },
    postCount: row.post_ids.length,
    canUndo:
      now.getTime() - row.merged_at.getTime() <= undoableForMs &&
      row.source_leads_to === row.target_id &&
      row.target_leads_to === null,
  }))
}
