import { sql } from 'kysely'
import type { Cause } from '#contract/ticket-actions.ts'
import type { Tx } from '#server/platform/database/open-database.ts'

interface Call {
  ticketId: number
  /** The event that led to the call. */
  eventId?: number
  /** What calls: the rule. */
  cause?: Cause
  /** Facts of the caller's own. */
  data?: Record<string, unknown>
}

/**
 * Tells a webhook of a ticket, in the caller's transaction, as `rule.called`; what the webhook is subscribed to does not
 * matter. Answers false for one that is gone or disabled: nothing is sent then.
 */
export async function callWebhook(tx: Tx, webhookId: number, call: Call, now: Date): Promise<boolean> {
  const { ticketId, eventId = null, cause, data } = call
  const facts = { actorKind: 'system', actorId: null, data: { ...data, ...(cause && { cause }) } }
  const { rows } = await sql<{ id: number | null }>`
    select webhook_enqueue(webhook.id, 'rule', 'rule.called', ${eventId}::bigint, ticket.id, ${now},
      to_jsonb(ticket), null, ${JSON.stringify(facts)}::jsonb) as id
    from webhook, ticket
    where webhook.id = ${webhookId} and webhook.state <> 'disabled' and ticket.id = ${ticketId}`.execute(tx)
  return rows.length > 0
}
