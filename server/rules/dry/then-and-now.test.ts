import { expect, test } from 'vitest'
import type { RuleTest } from '#contract/rule-conditions.ts'
import type { RuleTrigger } from '#contract/rule-triggers.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildReply } from '#test/builders/reply.ts'
import { contentOf, ruleDesk } from '#test/builders/rule-desk.ts'
import { buildMessage } from '#test/builders/ticket.ts'

const { db, must, clock, platform } = await ruleDesk()
const now = clock.now().getTime()
const hoursAgo = (hours: number) => new Date(now - hours * 3_600_000)

/** The customer wrote 30 hours ago and again 10 hours ago; we answered 20 hours ago. */
async function conversation() {
  const { id: inboxId } = await buildInbox(platform)
  const { ticketId } = await buildMessage(db, {
    inboxId,
    email: 'anna@customer.example',
    text: 'First words',
    at: hoursAgo(30),
  })
  const replyId = await buildReply(db, { ticketId, inboxId })
  await db
    .updateTable('reply')
    .set({ created_at: hoursAgo(20) })
    .where('id', '=', replyId)
    .execute()
  await db.updateTable('ticket').set({ waiting_since: null }).where('id', '=', ticketId).execute()
  await buildMessage(db, {
    ticketId,
    inboxId,
    email: 'anna@customer.example',
    text: 'Second words',
    at: hoursAgo(10),
  })
  return ticketId
}

const ticketId = await conversation()

test.each<[string, RuleTest]>([
  ['messages', { field: 'message_count', isNot: false, operator: 'below', value: 2 }],
  ['replies', { field: 'reply_count', isNot: false, operator: 'below', value: 1 }],
  ['hours of waiting', { field: 'waiting_hours', isNot: false, operator: 'below', value: 1 }],
  ['hours of silence', { field: 'idle_hours', isNot: false, operator: 'below', value: 1 }],
])('%s: as it was when the ticket was created', async (_, condition) => {
  const content = contentOf({ conditions: [condition], actions: [{ type: 'add_tags', tags: ['then'] }] })
  const { items } = await must('POST', '/rule-dry-runs', { content })
  expect(items).toMatchObject([{ ticket: { id: ticketId }, at: hoursAgo(30).toISOString() }])
})

test('whoever was answered did not wait, and the last message is the last of that time', async () => {
  const at = hoursAgo(15)
  await inTransaction(db, (tx) =>
    recordEvent(tx, {
      type: 'ticket.updated',
      at,
      actor: { kind: 'system', id: null },
      ticketId,
      data: { changes: { priority: ['low', 'medium'] } },
    }),
  )
  const tried = async (conditions: RuleTest[]) => {
    const trigger: RuleTrigger = { on: 'field_changed', field: 'priority', key: null, from: null, to: null }
    const content = contentOf({
      triggers: [trigger],
      conditions,
      actions: [{ type: 'add_tags', tags: ['then'] }],
    })
    return (await must('POST', '/rule-dry-runs', { content })).items.length
  }
  expect(await tried([{ field: 'is_waiting', isNot: false }])).toBe(0)
  expect(await tried([{ field: 'is_waiting', isNot: true }])).toBe(1)
  const says = (value: string): RuleTest[] => [
    { field: 'message', isNot: false, how: 'exact', values: [value] },
  ]
  expect(await tried(says('First words'))).toBe(1)
  expect(await tried(says('Second words'))).toBe(0)
})
