import { sql } from 'kysely'
import type { RuleSkipReason } from '#contract/rule-actions.ts'
import { admitAnswer } from '#server/channels/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { defaultRecipients } from '#server/tickets/index.ts'
import type { Performance } from './perform-actions.ts'

/**
 * Why this rule must not write to the customer by itself now; null when it may, which is then counted. A machine is
 * never answered, nor a letter whose domain disowns it, nor the same words said twice: two desks that answer each other
 * would not end.
 */
export async function whyNotAnswer(tx: Tx, performance: Performance): Promise<RuleSkipReason | null> {
  const { ticketId, facts, about } = performance
  const [to] = (await defaultRecipients(tx, { id: ticketId, customer_id: facts.customer.id })).to
  if (!to) return 'no_address'
  const last = await lastMessage(tx, ticketId)
  if (about.isAutomatic || last.isAutomatic) return 'automatic_message'
  if (last.isForged) return 'forged_sender'
  if (await hasWrittenLately(tx, performance)) return 'already_answered'
  const { inboxId } = facts.ticket
  return admitAnswer(tx, { address: to.address.toLowerCase(), inboxId, ticketId }, about.at)
}

async function lastMessage(tx: Tx, ticketId: number): Promise<{ isAutomatic: boolean; isForged: boolean }> {
  const { rows } = await sql<{ is_automatic: boolean | null; is_forged: boolean | null }>`
    select
      (select data -> 'isAutomatic' = 'true' from event
        where event.ticket_id = ${ticketId} and type in ('ticket.created', 'message.received')
        order by id desc limit 1) as is_automatic,
      (select sender_warning is not null from customer_message
        where customer_message.ticket_id = ${ticketId} order by id desc limit 1) as is_forged`.execute(tx)
  return { isAutomatic: rows[0]?.is_automatic === true, isForged: rows[0]?.is_forged === true }
}

const hourMs = 3_600_000

/** Whether this rule has sent words on this ticket within the hour. */
export async function hasWrittenLately(
  tx: Tx,
  { rule, ticketId, runId, about }: Performance,
): Promise<boolean> {
  const rows = await tx
    .selectFrom('rule_run')
    .select('steps')
    .where('ticket_id', '=', ticketId)
    .where('rule_id', '=', rule.id)
    .where('id', '<>', runId)
    .where('at', '>', new Date(about.at.getTime() - hourMs))
    .execute()
  return rows.some(({ steps }) =>
    steps.some(
      ({ action, outcome, detail }) =>
        outcome === 'done' &&
        (action.type === 'reply' || action.type === 'mail' || typeof detail['replyId'] === 'number'),
    ),
  )
}
