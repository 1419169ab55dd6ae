import { sql } from 'kysely'
import type { Checklist, TicketChecklist } from '#contract/checklists.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { mergedTicketIds } from '#server/tickets/index.ts'
import { presentChecklist, presentStarted } from './present.ts'

/** The desk's checklists in their order, archived ones too. */
export async function listChecklists(db: Db): Promise<Checklist[]> {
  const rows = await db.selectFrom('checklist').selectAll().orderBy('position').orderBy('id').execute()
  return rows.map(presentChecklist)
}

/** One of them, locked until the transaction ends. */
export async function lockChecklist(tx: Tx, id: number): Promise<Checklist> {
  const row = await tx.selectFrom('checklist').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  return presentChecklist(found(row))
}

interface StartedItem {
  id: number
  text: string
  /** An instant as text: it comes out of JSON. */
  done_at: string | null
  done_by_id: number | null
  done_by_name: string | null
}

function startedChecklists(db: Db) {
  return db
    .selectFrom('ticket_checklist')
    .selectAll()
    .select(
      sql<StartedItem[]>`coalesce((select json_agg(json_build_object('id', item.id, 'text', item.text,
          'done_at', item.done_at, 'done_by_id', item.done_by_id, 'done_by_name', agent.name) order by item.position)
        from ticket_checklist_item as item left join agent on agent.id = item.done_by_id
        where item.ticket_checklist_id = ticket_checklist.id), '[]')`.as('items'),
    )
}

export type StartedRow = Awaited<ReturnType<ReturnType<typeof startedChecklists>['execute']>>[number]

/** What was started on a ticket, and on those that went into it, in that order. */
export async function ticketChecklists(db: Db, ticketId: number): Promise<TicketChecklist[]> {
  const rows = await startedChecklists(db)
    .where('ticket_id', 'in', mergedTicketIds(ticketId))
    .orderBy('id')
    .execute()
  return rows.map(presentStarted)
}

export async function ticketChecklist(db: Db, id: number): Promise<TicketChecklist> {
  return presentStarted(found(await startedChecklists(db).where('id', '=', id).executeTakeFirst()))
}
