import { WebhookType, webhookSummaries } from '#contract/webhook-events.ts'
import { examplePayload } from './example.ts'

const text = { type: 'string' }
const parameters = [
  {
    name: 'webhook-id',
    description: 'The same in every try and when it is sent again: keep it, and skip what you have had.',
    schema: text,
  },
  {
    name: 'webhook-timestamp',
    description: 'Seconds since 1970 of this try. Refuse what is older than five minutes.',
    schema: text,
  },
  {
    name: 'webhook-signature',
    description:
      '`v1,` and the HMAC-SHA-256 of `webhook-id.webhook-timestamp.body` in base64, keyed with the base64 after `whsec_`. Several, separated by spaces, while a secret is being replaced: one that fits is enough.',
    schema: text,
  },
].map((header) => ({ in: 'header', required: true, ...header }))

const responses = {
  '2XX': { description: 'Taken. Answer within 15 seconds.' },
  '410': { description: 'Gone: the webhook is disabled.' },
  default: {
    description:
      'Tried again for a day, less and less often; `Retry-After` is respected, redirects are not followed. Later deliveries of the same ticket wait.',
  },
}

/** The part `webhooks` of the OpenAPI document: every type that is sent, with its shape and an example. */
export function webhookDocument(): Record<string, object> {
  return Object.fromEntries(
    WebhookType.options.map((type) => [
      type,
      {
        post: {
          operationId: type,
          tags: ['webhooks'],
          summary: webhookSummaries[type],
          parameters,
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: {
                  allOf: [
                    { $ref: '#/components/schemas/WebhookPayload' },
                    { type: 'object', properties: { type: { const: type } } },
                  ],
                },
                example: examplePayload(type),
              },
            },
          },
          responses,
        },
      },
    ]),
  )
}
