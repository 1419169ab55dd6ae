import { expect, test } from 'vitest'
import type { RuleTrigger } from '#contract/rule-triggers.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { ruleDesk } from '#test/builders/rule-desk.ts'
import { buildMessage } from '#test/builders/ticket.ts'

const desk = await ruleDesk()
const { db, platform, must, addRule, addTicket, change, work, clock } = desk
const { id: inboxId } = await buildInbox(platform)

const asked = async () =>
  (await buildMessage(db, { inboxId, email: 'anna@customer.example', at: clock.now() })).ticketId
const clockSaid = (type: string) => (ticketId: number) =>
  inTransaction(db, (tx) =>
    recordEvent(tx, {
      type,
      at: clock.now(),
      actor: { kind: 'system', id: null },
      ticketId,
      data: { clock: 'first_reply' },
    }),
  )
const rated = (ticketId: number, data: { score: number; isGood: boolean; isLow: boolean }) =>
  inTransaction(db, (tx) =>
    recordEvent(tx, {
      type: 'ticket.rated',
      at: clock.now(),
      actor: { kind: 'customer', id: 1 },
      ticketId,
      data: { scale: 5, ...data },
    }),
  )
const later = () => new Date(clock.now().getTime() + 86_400_000).toISOString()

/** What somebody does with a ticket, and the one trigger that means it. */
const happenings: [RuleTrigger, (ticketId: number) => Promise<unknown>][] = [
  [
    { on: 'customer_wrote' },
    (ticketId) => buildMessage(db, { ticketId, email: 'anna@customer.example', at: clock.now() }),
  ],
  [{ on: 'agent_replied' }, (id) => must('POST', `/tickets/${id}/replies`, { text: 'Like this.' })],
  [{ on: 'note_added' }, (id) => must('POST', `/tickets/${id}/notes`, { text: 'For us.' })],
  [
    { on: 'field_changed', field: 'priority', key: null, from: ['medium'], to: ['high'] },
    (id) => change(id, { priority: 'high' }),
  ],
  [
    { on: 'field_changed', field: 'subject', key: null, from: null, to: null },
    (id) => change(id, { subject: 'Another' }),
  ],
  [
    { on: 'ticket_merged' },
    async (id) => must('POST', `/tickets/${id}/merge`, { sourceIds: [await addTicket()] }),
  ],
  [{ on: 'ticket_frozen' }, (id) => must('POST', `/tickets/${id}/freeze`, { until: later() })],
  [{ on: 'ticket_unfrozen' }, (id) => must('POST', `/tickets/${id}/unfreeze`)],
  [{ on: 'sla_warned', clocks: ['first_reply'] }, clockSaid('sla.warned')],
  [{ on: 'sla_breached', clocks: ['first_reply'] }, clockSaid('sla.breached')],
  [{ on: 'customer_rated' }, (id) => rated(id, { score: 2, isGood: false, isLow: true })],
]
const nameOf = (trigger: RuleTrigger) =>
  trigger.on === 'field_changed' ? `${trigger.on} ${trigger.field}` : trigger.on

test('each thing that happens sets going the rule that asks for it, once, and no other', async () => {
  const created: RuleTrigger = { on: 'ticket_created' }
  const nameById = new Map<number, string>()
  for (const trigger of [created, ...happenings.map(([each]) => each)]) {
    const made = await addRule({
      triggers: [trigger],
      actions: [{ type: 'add_note', text: nameOf(trigger) }],
    })
    nameById.set(made.id, nameOf(trigger))
  }
  // What the rules themselves write must not be what one of them waits for.
  await must('PATCH', `/rules/${[...nameById].find(([, name]) => name === 'note_added')?.[0]}`, {
    version: 1,
    content: {
      triggers: [{ on: 'note_added' }],
      conditions: {
        match: 'all',
        isNot: false,
        conditions: [{ field: 'done_by', isNot: false, values: ['agent'] }],
      },
      actions: [{ type: 'add_tags', tags: ['noted'] }],
    },
  })
  const id = await asked()
  await work()
  const heard = async () => (await desk.runs(id)).map((run: { ruleId: number }) => nameById.get(run.ruleId))
  expect(await heard()).toEqual(['ticket_created'])
  const expected = ['ticket_created']
  for (const [trigger, happens] of happenings) {
    await happens(id)
    await work()
    expected.push(nameOf(trigger))
    expect(await heard()).toEqual(expected)
  }
})

test('a rule hears of a low score and leaves a good one alone', async () => {
  const { id: ruleId } = await addRule({
    triggers: [{ on: 'customer_rated' }],
    conditions: [
      { field: 'is_rated_low', isNot: false },
      { field: 'score', isNot: false, operator: 'below', value: 3 },
      { field: 'done_by', isNot: false, values: ['customer'] },
    ],
    actions: [{ type: 'add_tags', tags: ['unhappy'] }],
  })
  const tags = async (id: number) =>
    (await db.selectFrom('ticket').select('tags').where('id', '=', id).executeTakeFirstOrThrow()).tags
  const [low, good] = [await asked(), await asked()]
  await work()
  await rated(low, { score: 2, isGood: false, isLow: true })
  await rated(good, { score: 5, isGood: true, isLow: false })
  await work()
  expect([await tags(low), await tags(good)]).toEqual([['unhappy'], []])
  const runs: { ruleId: number }[] = await desk.runs(low)
  expect(runs.filter((run) => run.ruleId === ruleId)).toHaveLength(1)
})
