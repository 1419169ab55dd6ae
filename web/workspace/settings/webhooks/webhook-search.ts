import type { WebhookDelivery } from '#contract/webhooks.ts'

export const deliveryStates = ['pending', 'failed', 'delivered'] as const satisfies WebhookDelivery['state'][]

/** What the address of a webhook's page says: how its log is narrowed, and which delivery is open. */
export interface WebhookSearch {
  state?: WebhookDelivery['state'] | undefined
  delivery?: number | undefined
}

export function readWebhookSearch(search: Record<string, unknown>): WebhookSearch {
  const delivery = search['delivery']
  return {
    state: deliveryStates.find((state) => state === search['state']),
    delivery: typeof delivery === 'number' && Number.isSafeInteger(delivery) ? delivery : undefined,
  }
}
