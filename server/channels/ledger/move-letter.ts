import { sql } from 'kysely'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { moveMessage } from '#server/tickets/index.ts'

interface Wish {
  /** Null opens a ticket. */
  ticketId: number | null
  fromTicketId: number
}

/**
 * Puts a letter's message into another ticket, or into a new one. The ledger's row follows, and with it whatever
 * will answer this letter; the same letter through another inbox of ours too. Moving it back undoes it.
 */
export async function moveLetter(tx: Tx, actor: Actor, id: number, wish: Wish, now: Date): Promise<void> {
  const letter = found(
    await tx.selectFrom('inbound_letter').selectAll().where('id', '=', id).forUpdate().executeTakeFirst(),
  )
  if (letter.customer_message_id === null || letter.ticket_id === null) fail('not_movable')
  const toTicketId = await moveMessage(
    tx,
    actor,
    {
      customerMessageId: letter.customer_message_id,
      fromTicketId: wish.fromTicketId,
      toTicketId: wish.ticketId,
      subject: letter.subject ?? '',
      isAutomatic: 'signs' in letter.detail,
    },
    now,
  )
  const agent = await tx.selectFrom('agent').select('name').where('id', '=', actor.agentId).executeTakeFirst()
  const move = { at: now.toISOString(), byName: agent?.name ?? '', from: wish.fromTicketId, to: toTicketId }
  await sql`update inbound_letter set ticket_id = ${toTicketId}::bigint, detail = detail
      || jsonb_build_object('moves', coalesce(detail -> 'moves', '[]') || ${JSON.stringify([move])}::jsonb)
    where customer_message_id = ${letter.customer_message_id}`.execute(tx)
  await notify(tx, { topic: 'mail' })
}
