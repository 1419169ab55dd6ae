import { sql } from 'kysely'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { visibleTicket } from '#server/tickets/index.ts'

/**
 * How the replies of a ticket have left, those that were signed or encrypted. A reply that left in several letters is
 * what all of them were: one sent again in the open is not encrypted any more.
 */
export async function getSentProtection(db: Db, actor: Actor, ticketId: number) {
  await visibleTicket(db, actor, ticketId)
  const letters = await db
    .selectFrom('outbound_letter')
    .select(({ fn }) => [
      'reply_id as replyId',
      sql<'smime' | 'pgp'>`max(${sql.ref('protection')} ->> 'scheme')`.as('scheme'),
      fn<boolean>('bool_and', [sql`coalesce((${sql.ref('protection')} ->> 'isSigned')::boolean, false)`]).as(
        'isSigned',
      ),
      fn<boolean>('bool_and', [
        sql`coalesce((${sql.ref('protection')} ->> 'isEncrypted')::boolean, false)`,
      ]).as('isEncrypted'),
    ])
    .where('ticket_id', '=', ticketId)
    // Somebody has it, or may have it.
    .where((eb) =>
      eb.or([
        eb('state', 'in', ['handing_over', 'sent', 'unconfirmed']),
        eb('accepted', '<>', sql<string[]>`'{}'`),
      ]),
    )
    .groupBy('reply_id')
    .having(sql<boolean>`bool_or(protection is not null)`)
    .orderBy('reply_id')
    .execute()
  return { items: letters.filter((letter) => letter.isSigned || letter.isEncrypted) }
}
