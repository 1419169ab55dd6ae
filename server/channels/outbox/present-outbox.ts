import type { OutboxAction, OutboxLetter } from '#contract/outbox.ts'
import type { OutboxRow } from './read-outbox.ts'

export function presentOutbox(row: OutboxRow): OutboxLetter {
  return {
    kind: row.kind,
    id: row.id,
    state: row.state,
    createdAt: row.created_at.toISOString(),
    sentAt: row.sent_at?.toISOString() ?? null,
    nextTryAt: isWaiting(row) ? (row.next_try_at?.toISOString() ?? null) : null,
    attempts: row.attempts,
    inboxId: row.inbox_id,
    ticketId: row.ticket_id,
    replyId: row.reply_id,
    subject: row.subject,
    template: row.template,
    to: row.to_addresses,
    agentName: row.agent_name,
    isAutomatic: row.is_automatic,
    messageId: row.message_id?.replace(/^<|>$/g, '') ?? null,
    error: row.error,
    detail: row.detail,
    resendOfId: row.resend_of_id,
    actions: actionsOf(row),
  }
}

function isWaiting({ state }: OutboxRow): boolean {
  return state === 'queued' || state === 'scheduled' || state === 'held'
}

/** What may be done with a letter as it stands; the operations decide again under a lock. */
function actionsOf(row: OutboxRow): OutboxAction[] {
  if (!row.is_newest) return []
  if (row.kind === 'system') {
    if (row.state === 'queued') return ['retry', 'cancel']
    return row.state === 'failed' ? ['retry'] : []
  }
  if (row.kind === 'reply') {
    if (isWaiting(row)) return ['cancel']
    return row.state === 'failed' ? ['retry'] : []
  }
  switch (row.state) {
    case 'queued':
      return ['retry', 'cancel']
    case 'failed':
      return ['retry', 'resend']
    case 'unconfirmed':
      return ['confirm', 'retry']
    case 'sent':
    case 'cancelled':
      return ['resend']
    default:
      return []
  }
}
