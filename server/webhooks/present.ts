import type { Webhook, WebhookAttempt, WebhookDelivery } from '#contract/webhooks.ts'
import type { CountRow, HourRow } from './read-webhooks.ts'
import type { AttemptRow, DeliveryRow, WebhookRow } from './tables.ts'

const hourMs = 3_600_000

/** Rows → wire: the one place where columns get their public names. */
export function presentWebhook(
  row: WebhookRow,
  hours: readonly HourRow[],
  counts: CountRow | undefined,
  now: Date,
): Webhook {
  const isOldInForce = row.old_secret_until !== null && row.old_secret_until > now
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    state: row.state,
    disabledBecause: row.disabled_because,
    types: row.types,
    teamIds: row.team_ids,
    inboxIds: row.inbox_ids,
    headerNames: row.header_names,
    oldSecretUntil: isOldInForce ? instant(row.old_secret_until) : null,
    failingSince: instant(row.failing_since),
    lastSuccessAt: instant(row.last_success_at),
    createdAt: row.created_at.toISOString(),
    version: row.version,
    pending: counts?.pending ?? 0,
    failed: counts?.failed ?? 0,
    isGivingUp: row.give_up_to !== null,
    resending: row.resend_to === null ? null : { done: row.resend_done, total: row.resend_total },
    hours: Array.from({ length: 24 }, (_, index) => {
      const ago = 23 - index
      const hour = hours.find((one) => one.ago === ago)
      return {
        from: new Date(now.getTime() - (ago + 1) * hourMs).toISOString(),
        taken: hour?.taken ?? 0,
        failed: hour?.failed ?? 0,
      }
    }),
  }
}

export type ListedDelivery = Pick<
  DeliveryRow,
  | 'id'
  | 'webhook_id'
  | 'message_id'
  | 'type'
  | 'ticket_id'
  | 'at'
  | 'state'
  | 'problem'
  | 'status'
  | 'tries'
  | 'finished_at'
> & { next_try_at: Date | null }

export function presentDelivery(row: ListedDelivery, prefix: string): WebhookDelivery {
  return {
    id: row.id,
    webhookId: row.webhook_id,
    messageId: row.message_id,
    type: row.type,
    ticket: row.ticket_id === null ? null : { id: row.ticket_id, number: `${prefix}-${row.ticket_id}` },
    at: row.at.toISOString(),
    state: row.state,
    problem: row.problem,
    status: row.status,
    tries: row.tries,
    nextTryAt: instant(row.next_try_at),
    finishedAt: instant(row.finished_at),
  }
}

export function presentAttempt(row: AttemptRow): WebhookAttempt {
  return {
    id: row.id,
    at: row.at.toISOString(),
    durationMs: row.duration_ms,
    isSuccess: row.is_success,
    problem: row.problem,
    detail: row.detail,
    status: row.status,
    address: row.address,
    requestHeaders: row.request_headers,
    responseHeaders: row.response_headers,
    responseBody: row.response_body,
    isCut: row.is_cut,
  }
}

function instant(date: Date | null): string | null {
  return date === null ? null : date.toISOString()
}
