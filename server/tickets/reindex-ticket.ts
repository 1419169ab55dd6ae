import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { indexTicketText } from '#server/platform/search-index.ts'

/** The same for internal notes, which only those find who may read them. */
export async function reindexNotes(tx: Tx, ticketId: number): Promise<void> {
  await sql`delete from search_document where ticket_id = ${ticketId} and kind = 'note'`.execute(tx)
  const notes = await tx
    .selectFrom('note')
    .select('text')
    .where('ticket_id', '=', ticketId)
    .orderBy('id')
    .execute()
  for (const { text } of notes) {
    await indexTicketText(tx, { ticketId, kind: 'note', parts: [{ weight: 'D', text }] })
  }
}

/** Makes what everybody may find in a ticket anew from its posts: the index itself can only be added to. */
export async function reindexTicket(tx: Tx, ticketId: number): Promise<void> {
  await sql`delete from search_document where ticket_id = ${ticketId} and kind = 'public'`.execute(tx)
  const { rows: tickets } = await sql<{
    subject: string
  }>`select subject from ticket where id = ${ticketId}`.execute(tx)
  const subject = { weight: 'A', text: tickets[0]?.subject ?? '' } as const
  await indexTicketText(tx, { ticketId, kind: 'public', parts: [subject] })
  const { rows: posts } = await sql<{ sender: string; text: string }>`
    select concat_ws(' ', from_name, from_address) as sender,
      concat_ws(E'\n', text, (select string_agg(name, E'\n' order by id) from file where customer_message_id = customer_message.id)) as text,
      id
    from customer_message where ticket_id = ${ticketId}
    -- An answer that waits is found when it has left.
    union all select '', text, id from reply
    where ticket_id = ${ticketId} and (send_at is null or released_at is not null) and delivery_state <> 'cancelled'
    order by id`.execute(tx)
  for (const { sender, text } of posts) {
    const parts = [{ weight: 'B', text: sender } as const, { weight: 'D', text } as const]
    await indexTicketText(tx, { ticketId, kind: 'public', parts })
  }
}
