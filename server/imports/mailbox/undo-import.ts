import { sql } from 'kysely'
import * as z from 'zod'
import { forgetPastLetters } from '#server/channels/index.ts'
import { forgetCustomers } from '#server/customers/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import type { Platform } from '#server/platform/platform.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { erasePastMessages } from '#server/tickets/index.ts'
import { removeFile } from './import-file.ts'

const Payload = z.object({ importId: z.int() })
const ticketsPerBatch = 100

/** The job `mailboxImport.undo`: removes what an import made, some tickets at a time; safe to be cut off anywhere. */
export async function undoImport(platform: Platform, payload: unknown): Promise<void> {
  const { importId } = Payload.parse(payload)
  const { db } = platform.database
  const row = await db.selectFrom('mailbox_import').selectAll().where('id', '=', importId).executeTakeFirst()
  if (row?.state !== 'undoing') return
  for (let after = 0; ;) {
    const last = await undoSome(platform, importId, row.created_at, after)
    if (last === null) break
    after = last
  }
  await db
    .updateTable('mailbox_import')
    .set({ state: 'undone', finished_at: platform.clock.now() })
    .where('id', '=', importId)
    .execute()
  await removeFile(platform.config, importId)
  await notify(db, { topic: 'mail' })
}

interface ImportedRow {
  inbound_letter_id: number
  ticket_id: number
  post_id: number
  is_new_ticket: boolean
  /** Of the ticket, and of the message where it is another's. */
  customer_id: number
  writer_id: number | null
}

/** All posts of the next tickets; answers the last ticket looked at, or null when there are no more. */
async function undoSome(
  platform: Platform,
  importId: number,
  since: Date,
  after: number,
): Promise<number | null> {
  return inTransaction(platform.database.db, async (tx) => {
    const { rows } = await sql<ImportedRow>`
      select inbound_letter_id, imported_letter.ticket_id, post_id, ticket.customer_id,
        customer_message.customer_id as writer_id,
        bool_or(is_new_ticket) over (partition by imported_letter.ticket_id) as is_new_ticket
      from imported_letter join ticket on ticket.id = imported_letter.ticket_id
        left join customer_message on customer_message.id = post_id
      where import_id = ${importId} and imported_letter.ticket_id in (
        select distinct ticket_id from imported_letter where import_id = ${importId} and ticket_id > ${after}
        order by ticket_id limit ${ticketsPerBatch})`.execute(tx)
    const last = rows.reduce((most, row) => Math.max(most, row.ticket_id), 0)
    if (rows.length === 0) return null
    const posts = rows.map((row) => ({
      ticketId: row.ticket_id,
      postId: row.post_id,
      isNewTicket: row.is_new_ticket,
    }))
    const { kept } = await erasePastMessages(tx, posts, async (gone) => {
      const letters = rows.filter((row) => gone.includes(row.post_id)).map((row) => row.inbound_letter_id)
      await forgetPastLetters(tx, letters)
    })
    await sql`update mailbox_import set tickets_kept = tickets_kept + ${kept.length} where id = ${importId}`.execute(
      tx,
    )
    // Customers the import brought along, as far as nothing else is known of them.
    const people = rows.flatMap((row) => [row.customer_id, row.writer_id ?? row.customer_id])
    const { rows: unused } = await sql<{ id: number }>`
      select id from customer where id = any(${people}::bigint[])
        and not exists (select from ticket where customer_id = customer.id)
        and not exists (select from customer_message where customer_id = customer.id)`.execute(tx)
    await forgetCustomers(
      tx,
      unused.map((row) => row.id),
      since,
    )
    return last
  })
}
