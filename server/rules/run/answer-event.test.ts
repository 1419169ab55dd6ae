import { expect, test } from 'vitest'
import type { KyselyPlugin } from 'kysely'
import { buildTeam } from '#test/builders/agent.ts'
import { contentOf, ruleDesk } from '#test/builders/rule-desk.ts'

const desk = await ruleDesk()
const { db, must, addRule, addTicket, ticket, runs, work, change } = desk

async function clear(): Promise<void> {
  await work()
  for (const { id } of (await must('GET', '/rules')).items) await must('DELETE', `/rules/${id}`)
}

test('a rule that holds changes the ticket, and the ticket’s history says which rule, why and what', async () => {
  const team = await buildTeam(db, { name: 'Возвраты' })
  const rule = await addRule({
    name: 'Возвраты',
    conditions: [{ field: 'text', isNot: false, how: 'any_form', values: ['возврат', 'вернуть деньги'] }],
    actions: [
      { type: 'set_team', teamId: team.id },
      { type: 'set_priority', priority: 'high' },
      { type: 'add_tags', tags: ['деньги'] },
    ],
  })
  const id = await addTicket({
    subject: 'Заказ 5417',
    text: 'Здравствуйте! Верните, пожалуйста, деньги за заказ.',
  })
  const other = await addTicket({ subject: 'Скоро вернусь', text: 'Вернусь в понедельник.' })
  await work()
  expect(await ticket(id)).toMatchObject({ teamId: team.id, priority: 'high', tags: ['деньги'] })
  expect(await ticket(other)).toMatchObject({ teamId: null, priority: 'medium', tags: [] })
  expect(await runs(other)).toEqual([])
  const [run] = await runs(id)
  expect(run).toMatchObject({
    ruleId: rule.id,
    ruleName: 'Возвраты',
    outcome: 'acted',
    trigger: 'ticket_created',
    cut: null,
    chain: [],
    held: [{ path: 'conditions.0', isHeld: true, words: ['Верните, пожалуйста, деньги'] }],
    steps: [
      { action: { type: 'set_team' }, outcome: 'done', changes: { teamId: [null, team.id] } },
      { action: { type: 'set_priority' }, outcome: 'done', changes: { priority: ['medium', 'high'] } },
      { action: { type: 'add_tags' }, outcome: 'done', changes: { tags: [[], ['деньги']] } },
    ],
  })
  const feed = await must('GET', `/tickets/${id}/feed`)
  expect(feed.items.at(-1)).toMatchObject({
    type: 'ticket.updated',
    actor: { kind: 'system' },
    data: { cause: { kind: 'rule', id: rule.id, name: 'Возвраты', runId: run.id } },
  })
  const listed = (await must('GET', '/rules')).items[0]
  expect(listed).toMatchObject({ runsThisWeek: 1, lastRun: { ticketId: id, number: `HD-${id}` }, place: 1 })
  await clear()
})

test('rules run in their order, each seeing what those before it did; stop ends the row', async () => {
  await addRule({ actions: [{ type: 'set_priority', priority: 'high' }] })
  await addRule({
    conditions: [{ field: 'priority', isNot: false, values: ['high'] }],
    actions: [{ type: 'add_tags', tags: ['second'] }, { type: 'stop' }],
  })
  await addRule({ actions: [{ type: 'add_tags', tags: ['third'] }] })
  const id = await addTicket()
  await work()
  expect(await ticket(id)).toMatchObject({ priority: 'high', tags: ['second'] })
  expect(await runs(id)).toHaveLength(2)
  await clear()
})

test('effects of rules are events other rules see; a circle is cut and says so', async () => {
  const up = await addRule({
    name: 'up',
    triggers: [{ on: 'field_changed', field: 'priority', key: null, from: null, to: ['low'] }],
    actions: [{ type: 'set_priority', priority: 'high' }],
  })
  const down = await addRule({
    name: 'down',
    triggers: [{ on: 'field_changed', field: 'priority', key: null, from: null, to: ['high'] }],
    actions: [{ type: 'set_priority', priority: 'low' }],
  })
  const id = await addTicket()
  await change(id, { priority: 'high' })
  await work()
  const told = await runs(id)
  expect(
    told.map((run: { ruleId: number; outcome: string; cut: string | null }) => [
      run.ruleId,
      run.outcome,
      run.cut,
    ]),
  ).toEqual([
    [down.id, 'acted', null],
    [up.id, 'acted', null],
    [down.id, 'cut', 'own_effect'],
  ])
  expect(told[2].chain).toEqual([
    { id: down.id, name: 'down' },
    { id: up.id, name: 'up' },
  ])
  expect(await ticket(id)).toMatchObject({ priority: 'high' })
  const feed = await must('GET', `/tickets/${id}/feed`)
  expect(feed.items.at(-1)).toMatchObject({
    type: 'rule.cut',
    data: { cut: 'own_effect', cause: { id: down.id } },
  })
  await clear()
})

test('an event is answered once, however often its job runs', async () => {
  await addRule({ actions: [{ type: 'add_note', text: 'Once.' }] })
  const id = await addTicket()
  const event = await db
    .selectFrom('event')
    .select('id')
    .where('ticket_id', '=', id)
    .executeTakeFirstOrThrow()
  const { answerEvent } = await import('./answer-event.ts')
  const payload = { eventId: event.id, ticketId: id }
  await Promise.all(Array.from({ length: 5 }, () => answerEvent(desk.platform, payload)))
  await work()
  const notes = await db.selectFrom('note').select('id').where('ticket_id', '=', id).execute()
  expect(notes).toHaveLength(1)
  await clear()
})

test('events of a ticket are answered in their order, whichever job comes first', async () => {
  await addRule({
    triggers: [{ on: 'field_changed', field: 'priority', key: null, from: null, to: null }],
    actions: [{ type: 'add_note', text: 'Changed.' }],
  })
  const id = await addTicket()
  await change(id, { priority: 'high' })
  await change(id, { priority: 'critical' })
  const events = await db
    .selectFrom('event')
    .select('id')
    .where('ticket_id', '=', id)
    .where('type', '=', 'ticket.updated')
    .orderBy('id')
    .execute()
  const { answerEvent } = await import('./answer-event.ts')
  await answerEvent(desk.platform, { eventId: events[1]?.id, ticketId: id })
  await answerEvent(desk.platform, { eventId: events[0]?.id, ticketId: id })
  expect((await runs(id)).map((run: { eventId: number }) => run.eventId)).toEqual(
    events.map((event) => event.id),
  )
  await clear()
})

test('a rule hears nothing of what happened before it was switched on', async () => {
  const id = await addTicket()
  const rule = await addRule()
  await addRule({ triggers: [{ on: 'field_changed', field: 'priority', key: null, from: null, to: null }] })
  await change(id, { priority: 'high' })
  await work()
  expect((await runs(id)).map((run: { ruleId: number }) => run.ruleId)).not.toContain(rule.id)
  await clear()
})

test('a desk without rules makes no job; one that hears of notes makes none of tickets', async () => {
  const jobs = async () => {
    const { rows } = await desk.platform.database.pool.query(
      `select 1 from graphile_worker.jobs where task_identifier = 'rules.answer'`,
    )
    return rows.length
  }
  await addTicket()
  expect(await jobs()).toBe(0)
  await addRule({ triggers: [{ on: 'note_added' }] })
  const id = await addTicket()
  expect(await jobs()).toBe(0)
  await must('POST', `/tickets/${id}/notes`, { text: 'Look at this.' })
  expect(await jobs()).toBe(1)
  await clear()
})

test('what a rule names and is gone is passed over and said; the rest is done', async () => {
  const team = await buildTeam(db)
  const rule = await addRule({
    actions: [
      { type: 'set_team', teamId: team.id },
      { type: 'add_tags', tags: ['left'] },
    ],
  })
  await db.updateTable('team').set({ archived_at: new Date() }).where('id', '=', team.id).execute()
  const id = await addTicket()
  await work()
  expect(await ticket(id)).toMatchObject({ teamId: null, tags: ['left'] })
  expect((await runs(id))[0].steps).toMatchObject([
    { outcome: 'skipped', reason: 'unknown_reference' },
    { outcome: 'done', reason: null },
  ])
  expect((await must('GET', `/rules/${rule.id}`)).problems).toEqual([
    { path: 'actions.0', problem: 'gone', detail: null },
  ])
  await clear()
})

test('a letter’s subject that can no longer be filled in is a problem of its rule, as its text is', async () => {
  const letter = {
    type: 'mail' as const,
    to: ['boss@company.example'],
    subject: 'Look',
    text: 'Please look.',
  }
  const rule = await addRule({ actions: [letter, letter] })
  const content = contentOf({
    actions: [
      { ...letter, subject: '{{ ticket.number | no_such_filter }}' },
      { ...letter, text: '{{ ticket.number' },
    ],
  })
  await db
    .updateTable('rule')
    .set({ content: JSON.stringify(content) })
    .where('id', '=', rule.id)
    .execute()
  expect((await must('GET', `/rules/${rule.id}`)).problems).toMatchObject([
    { path: 'actions.0', problem: 'invalid_template' },
    { path: 'actions.1', problem: 'invalid_template' },
  ])
  await clear()
})

/** How many statements the rules' answer to an event takes. */
async function statementsOf(ticketId: number, eventId: number | undefined): Promise<number> {
  let count = 0
  const counter: KyselyPlugin = {
    transformQuery: ({ node }) => {
      count++
      return node
    },
    transformResult: async ({ result }) => result,
  }
  const { answerEvent } = await import('./answer-event.ts')
  const { database } = desk.platform
  const platform = { ...desk.platform, database: { ...database, db: database.db.withPlugin(counter) } }
  await answerEvent(platform, { eventId, ticketId })
  return count
}

test('rules that hold and change nothing cost no statement each; a second job for what is answered costs one', async () => {
  const triggers = [{ on: 'field_changed', field: 'priority', key: null, from: null, to: null }] as const
  const id = await addTicket()
  const counts: number[] = []
  for (const more of [1, 9]) {
    for (let at = 0; at < more; at++) {
      await addRule({ triggers: [...triggers], actions: [{ type: 'remove_tags', tags: [`absent-${at}`] }] })
    }
    await work()
    await change(id, { priority: more === 1 ? 'high' : 'critical' })
    const { rows } = await desk.platform.database.pool.query<{ id: number }>(
      `select max(id) as id from event where ticket_id = $1 and type = 'ticket.updated'`,
      [id],
    )
    counts.push(await statementsOf(id, rows[0]?.id))
    if (more === 9) expect(await statementsOf(id, rows[0]?.id)).toBe(1)
  }
  expect(await runs(id)).toHaveLength(11)
  const [forOne = 0, forTen = 0] = counts
  expect(forOne).toBeLessThan(10)
  // More numbers for runs are asked for at once.
  expect(forTen - forOne).toBeLessThanOrEqual(1)
  await clear()
})
