import type { Tx } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { changeTicket } from '../change-ticket.ts'
import { defaultStatusId } from '../queries.ts'
import { type Visitor, visibleToCustomer } from './visitor.ts'

/** A customer says that their question is answered. One that is solved already stays as it is. */
export async function closeAsCustomer(tx: Tx, visitor: Visitor, ticketId: number, now: Date): Promise<void> {
  const ticket = found(
    await tx
      .selectFrom('ticket')
      .selectAll()
      .where('id', '=', ticketId)
      .where(visibleToCustomer(visitor))
      .forUpdate()
      .executeTakeFirst(),
  )
  if (!ticket.is_open) return
  const statusId = await defaultStatusId(tx, 'solved')
  await changeTicket(tx, ticket, { statusId }, { actor: { kind: 'customer', id: visitor.customerId } }, now)
}
