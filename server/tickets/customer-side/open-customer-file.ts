import { sql } from 'kysely'
import type { Db } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { isKnownToCustomer, type Visitor, visibleToCustomer } from './visitor.ts'

export interface KeptFile {
  sha256: Buffer
  name: string
  mime: string
  size_bytes: number
}

/**
 * The place of a file's bytes, for whoever knows the post that carries it; `not_found` for any other. `ticketId` keeps it to
 * that ticket.
 */
export async function openCustomerFile(
  db: Db,
  visitor: Visitor,
  fileId: number,
  ticketId?: number,
): Promise<KeptFile> {
  const visible = db
    .selectFrom('ticket')
    .select(['ticket.id', 'ticket.customer_id'])
    .where(
      'ticket.id',
      '=',
      sql<number>`(select coalesce(customer_message.ticket_id, reply.ticket_id) from file
        left join customer_message on customer_message.id = file.customer_message_id
        left join reply on reply.id = file.reply_id where file.id = ${fileId})`,
    )
    .where(visibleToCustomer(visitor))
    .$if(ticketId !== undefined, (qb) => qb.where('ticket.id', '=', ticketId ?? 0))
  const { rows } = await sql<KeptFile>`with ticket as (${visible})
    select file.sha256, file.name, file.mime, file.size_bytes from file, ticket
    where file.id = ${fileId} and (
      exists (select from customer_message where customer_message.id = file.customer_message_id
        and customer_message.ticket_id = ticket.id and ${isKnownToCustomer.message})
      or exists (select from reply where reply.id = file.reply_id
        and reply.ticket_id = ticket.id and ${isKnownToCustomer.reply}))`.execute(db)
  return found(rows[0])
}
