import type { ColumnType, Generated, GeneratedAlways, Selectable } from 'kysely'
import type { WebhookEventType, WebhookType } from '#contract/webhook-events.ts'
import type { Webhook, WebhookDelivery } from '#contract/webhooks.ts'
import type { ActorKind } from '#server/platform/events/tables.ts'

interface WebhookTable {
  id: GeneratedAlways<number>
  name: string
  url: string
  state: Generated<Webhook['state']>
  disabled_because: Webhook['disabledBecause']
  types: WebhookEventType[]
  team_ids: number[] | null
  inbox_ids: number[] | null
  headers: string | null
  header_names: Generated<string[]>
  secret: string
  old_secret: string | null
  old_secret_until: Date | null
  failing_since: Date | null
  last_success_at: Date | null
  gave_up_told_at: Date | null
  removed_at: Generated<Date | null>
  give_up_to: Generated<number | null>
  resend_after: Generated<number | null>
  resend_to: Generated<number | null>
  resend_done: Generated<number>
  resend_total: Generated<number>
  version: Generated<number>
  created_by_id: number | null
  created_at: Date
  updated_at: Date
}

/** Of an event: who did it, and its own data. */
export interface DeliveryFacts {
  actorKind?: ActorKind
  actorId?: number | null
  data?: Record<string, unknown>
}

/** What had become of a reply when the event happened. */
export interface ReplyThen {
  state: string
  error: string | null
  detail: string | null
  sentAt: string | null
}

/** Rows are made by `webhook_enqueue` alone. */
interface WebhookDeliveryTable {
  id: GeneratedAlways<number>
  webhook_id: number
  lane: number
  message_id: string
  origin: 'event' | 'rule' | 'test'
  type: WebhookType
  event_id: number | null
  ticket_id: number | null
  at: Date
  ticket: ColumnType<Record<string, unknown> | null, never, never>
  reply: ColumnType<ReplyThen | null, never, never>
  facts: ColumnType<DeliveryFacts, never, never>
  body: string | null
  state: WebhookDelivery['state']
  problem: string | null
  status: number | null
  tries: number
  first_tried_at: Date | null
  finished_at: Date | null
  next_try_at: Date | null
  created_at: Date
}

interface WebhookLaneTable {
  webhook_id: number
  lane: number
  next_at: Date
  claimed_until: Date | null
}

export interface HeaderLine {
  name: string
  value: string
}

interface WebhookAttemptTable {
  id: GeneratedAlways<number>
  delivery_id: number
  webhook_id: number
  at: Date
  duration_ms: number
  is_success: boolean
  problem: string | null
  detail: string | null
  status: number | null
  address: string | null
  request_headers: ColumnType<HeaderLine[], string, never>
  response_headers: ColumnType<HeaderLine[] | null, string | null, never>
  response_body: string | null
  is_cut: boolean
}

export type WebhookRow = Selectable<WebhookTable>
export type DeliveryRow = Selectable<WebhookDeliveryTable>
export type AttemptRow = Selectable<WebhookAttemptTable>

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    webhook: WebhookTable
    webhook_delivery: WebhookDeliveryTable
    webhook_lane: WebhookLaneTable
    webhook_attempt: WebhookAttemptTable
  }
}
