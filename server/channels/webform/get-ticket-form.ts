import type { TicketForm } from '#contract/web-form-visits.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { mustSee } from '#server/tickets/index.ts'

/** The form a ticket came by, for agents who see it. */
export async function getTicketForm(db: Db, actor: Actor, ticketId: number): Promise<TicketForm | null> {
  await mustSee(db, actor, ticketId)
  const row = await db
    .selectFrom('web_form_submission')
    .innerJoin('web_form', 'web_form.id', 'web_form_submission.form_id')
    .select(['web_form.name', 'page_url', 'referrer', 'utm', 'at'])
    .where('ticket_id', '=', ticketId)
    .executeTakeFirst()
  if (!row) return null
  return {
    name: row.name,
    at: row.at.toISOString(),
    pageUrl: row.page_url,
    referrer: row.referrer,
    utm: row.utm,
  }
}
