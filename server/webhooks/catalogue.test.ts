import { expect, test } from 'vitest'
import { WebhookType, webhookSummaries } from '#contract/webhook-events.ts'
import { WebhookPayload } from '#contract/webhooks.ts'
import { createDeskApp } from '#server/app.ts'
import { testPlatform } from '#test/platform.ts'
import { examplePayload } from './example.ts'

interface Documented {
  webhooks: Record<string, { post: { summary: string; requestBody: object } }>
  components: { schemas: Record<string, unknown> }
}

const app = await createDeskApp(await testPlatform())
await app.ready()
const document = app.swagger() as unknown as Documented

test('the API’s document describes every type that is sent, and no other', () => {
  expect(Object.keys(document.webhooks).toSorted()).toEqual([...WebhookType.options].toSorted())
  expect(document.components.schemas['WebhookPayload']).toMatchObject({ type: 'object' })
  for (const type of WebhookType.options)
    expect(document.webhooks[type]?.post.summary).toBe(webhookSummaries[type])
})

test.each(WebhookType.options)('the example of %s is what is sent', (type) => {
  const payload = examplePayload(type)
  expect(WebhookPayload.parse(payload)).toEqual(payload)
  expect(document.webhooks[type]?.post.requestBody).toMatchObject({
    content: { 'application/json': { example: JSON.parse(JSON.stringify(payload)) } },
  })
})
