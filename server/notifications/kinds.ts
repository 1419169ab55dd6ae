import type { NotificationKind } from '#contract/notifications.ts'

/** What an agent gets who has wished nothing else. Letters only of what nobody may miss. */
export const defaultWishes: Record<NotificationKind, { isShown: boolean; isMailed: boolean }> = {
  assigned: { isShown: true, isMailed: false },
  mentioned: { isShown: true, isMailed: false },
  customer_wrote: { isShown: true, isMailed: false },
  sla_warned: { isShown: true, isMailed: false },
  sla_breached: { isShown: true, isMailed: false },
  rated_low: { isShown: true, isMailed: true },
  rule: { isShown: true, isMailed: false },
  webhook_disabled: { isShown: true, isMailed: true },
  webhook_gave_up: { isShown: true, isMailed: true },
}
