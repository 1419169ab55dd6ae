import { expect, test } from 'vitest'
import { actorOfAgent } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { createWebhook } from '#server/webhooks/index.ts'
import { ruleDesk } from '#test/builders/rule-desk.ts'

const desk = await ruleDesk()
const { db, platform, clock, addRule, addTicket, runs, work, must } = desk

/** A webhook that is subscribed to nothing that happens here: what it is told of, a rule told it. */
async function buildWebhook(name: string): Promise<number> {
  const actor = await actorOfAgent(db, desk.administrator.id)
  if (!actor) throw new Error('the administrator is not there')
  const input = {
    name,
    url: 'https://crm.customer.example/hook',
    types: ['ticket.merged' as const],
    teamIds: null,
    inboxIds: null,
    headers: [],
  }
  const { webhook } = await inTransaction(db, (tx) => createWebhook(tx, platform, actor, input, clock.now()))
  return webhook.id
}

const deliveriesOf = (webhookId: number) =>
  db.selectFrom('webhook_delivery').selectAll().where('webhook_id', '=', webhookId).execute()

test('a new ticket is told to the webhook the rule calls: once, with the ticket as the rule left it', async () => {
  const webhookId = await buildWebhook('CRM')
  const rule = await addRule({
    name: 'Tell the CRM',
    actions: [
      { type: 'set_priority', priority: 'high' },
      { type: 'call_webhook', webhookId },
    ],
  })
  const id = await addTicket({ subject: 'Where is my order?' })
  // Whoever looks again finds nothing left to do.
  await work()
  await work()
  const created = await db
    .selectFrom('event')
    .select('id')
    .where('ticket_id', '=', id)
    .where('type', '=', 'ticket.created')
    .executeTakeFirstOrThrow()
  expect(await deliveriesOf(webhookId)).toMatchObject([
    {
      origin: 'rule',
      type: 'rule.called',
      state: 'pending',
      event_id: created.id,
      ticket_id: id,
      // As the table has it: 3 is high.
      ticket: { id, subject: 'Where is my order?', priority: 3 },
      facts: { actorKind: 'system', data: { cause: { kind: 'rule', id: rule.id, name: 'Tell the CRM' } } },
    },
  ])
  expect((await runs(id))[0].steps).toMatchObject([{ outcome: 'done' }, { outcome: 'done', reason: null }])
  await must('DELETE', `/rules/${rule.id}`)
})

test.each([
  ['switched off', null],
  ['removed', new Date()],
])('a webhook that is %s is passed over and said; the rest is done', async (how, removed) => {
  const webhookId = await buildWebhook(how)
  const rule = await addRule({
    actions: [
      { type: 'call_webhook', webhookId },
      { type: 'add_tags', tags: ['went on'] },
    ],
  })
  await db
    .updateTable('webhook')
    .set({ state: 'disabled', disabled_because: 'hand', removed_at: removed })
    .where('id', '=', webhookId)
    .execute()
  const id = await addTicket()
  await work()
  expect(await deliveriesOf(webhookId)).toEqual([])
  expect((await runs(id))[0]).toMatchObject({
    ruleId: rule.id,
    steps: [
      { action: { type: 'call_webhook', webhookId }, outcome: 'skipped', reason: 'unknown_reference' },
      { outcome: 'done' },
    ],
  })
  expect(await desk.ticket(id)).toMatchObject({ tags: ['went on'] })
  await must('DELETE', `/rules/${rule.id}`)
})
