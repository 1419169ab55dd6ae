import { type ExpressionBuilder, sql } from 'kysely'
import type { Tables } from '#server/platform/database/tables.ts'

/** What stands for a subject that came encrypted, in letters that everybody on the way can read (RFC 9788, 3.2). */
const placeholder = '[...]'

/** A ticket's subject as letters of ours may say it: one that came encrypted is not told. */
export function speakableSubject(ticket: { subject: string; hides_subject: boolean }): string {
  return ticket.hides_subject ? placeholder : ticket.subject
}

/** Whether a letter of the ticket hid its subject; for a query over `ticket`. */
export function hidesSubject(eb: ExpressionBuilder<Tables, 'ticket'>) {
  return eb
    .exists(
      eb
        .selectFrom('customer_message as hiding')
        .select('hiding.id')
        .whereRef('hiding.ticket_id', '=', 'ticket.id')
        .where(sql<boolean>`hiding.protection ->> 'hidesSubject' = 'true'`),
    )
    .$castTo<boolean>()
    .as('hides_subject')
}
