import { expect, test } from 'vitest'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { answerWith, startWebhookReceiver } from '#test/servers/webhook-receiver.ts'
import { startWebhooks, webhookRoutes } from './index.ts'

const { platform, db, clock, ask } = await testApp((api, own) => webhookRoutes(api, own), {
  OUTGOING_PRIVATE_NETWORKS: '127.0.0.1',
})
const boss = await signedIn(db, await buildAgent(db, { role: 'administrator' }))
const grace = { graceMs: 50 }

test('what a stopped process had under way is begun again by the next one at once, under the same id', async () => {
  const receiver = await startWebhookReceiver()
  const body = { name: 'CRM', url: receiver.url, types: ['ticket.frozen', 'ticket.unfrozen'] }
  await ask({ method: 'POST', path: '/webhooks', body, as: boss })
  const { ticketId } = await buildMessage(db)
  const happen = (type: string) =>
    inTransaction(db, (tx) =>
      recordEvent(tx, {
        type,
        at: clock.now(),
        actor: { kind: 'system', id: null },
        ticketId,
        data: {},
      }),
    )

  // Taken and never answered.
  receiver.answering(() => undefined)
  await happen('ticket.frozen')
  await happen('ticket.unfrozen')
  const first = startWebhooks(platform, grace)
  await receiver.received(1)
  await first.stop()
  expect(await db.selectFrom('webhook_lane').select('claimed_until').execute()).toEqual([
    { claimed_until: null },
  ])

  receiver.answering(answerWith(204))
  const next = startWebhooks(platform, grace)
  await receiver.received(3)
  await next.stop()
  const types = receiver.delivered.map(({ payload }) => payload.type)
  expect(types).toEqual(['ticket.frozen', 'ticket.frozen', 'ticket.unfrozen'])
  const ids = receiver.delivered.map(({ headers }) => headers['webhook-id'])
  expect(ids[0]).toBe(ids[1])
  await receiver.stop()
})
