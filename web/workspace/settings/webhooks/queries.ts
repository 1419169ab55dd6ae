import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import {
  getWebhook,
  getWebhookDelivery,
  listWebhookDeliveries,
  listWebhooks,
  type WebhookDelivery,
} from '#contract/webhooks.ts'
import { call } from '../../../api/call.ts'

/** All begin with `webhooks`: the live line says when something was sent. */
export const webhooksQuery = queryOptions({
  queryKey: ['webhooks', 'list'],
  queryFn: ({ signal }) => call(listWebhooks, {}, { signal }),
})

export const webhookQuery = (id: number) =>
  queryOptions({
    queryKey: ['webhooks', 'one', id],
    queryFn: ({ signal }) => call(getWebhook, { params: { id } }, { signal }),
  })

export const deliveriesQuery = (id: number, state: WebhookDelivery['state'] | undefined) =>
  infiniteQueryOptions({
    queryKey: ['webhooks', 'deliveries', id, state ?? 'all'],
    queryFn: ({ signal, pageParam }) =>
      call(listWebhookDeliveries, { params: { id }, query: { state, cursor: pageParam } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: (before) => before,
  })

export const deliveryQuery = (id: number) =>
  queryOptions({
    queryKey: ['webhooks', 'delivery', id],
    queryFn: ({ signal }) => call(getWebhookDelivery, { params: { id } }, { signal }),
  })
