import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { buildTeam } from '#test/builders/agent.ts'
import { contentOf, ruleDesk } from '#test/builders/rule-desk.ts'
import { buildMessage } from '#test/builders/ticket.ts'

const desk = await ruleDesk()
const { db, must, addTicket, change, clock } = desk
const [first, refunds] = [
  await buildTeam(db, { name: 'First line' }),
  await buildTeam(db, { name: 'Refunds' }),
]

const refund = contentOf({
  triggers: [{ on: 'ticket_created' }, { on: 'customer_wrote' }],
  conditions: [{ field: 'text', isNot: false, how: 'any_form', values: ['возврат', 'вернуть деньги'] }],
  actions: [
    { type: 'set_team', teamId: refunds.id },
    { type: 'set_priority', priority: 'high' },
    { type: 'reply', text: 'Здравствуйте!' },
  ],
})

/** Everything that a rule could have touched, as it stands. */
async function everything(): Promise<string> {
  const tables = [
    'ticket',
    'event',
    'reply',
    'note',
    'rule_run',
    'rule_pass',
    'rule_moment',
    'notification',
    'automatic_answer',
  ]
  const { rows } = await sql<{ state: string }>`select ${sql.join(
    tables.map(
      (table) =>
        sql`(select coalesce(jsonb_agg(to_jsonb(${sql.table(table)})), '[]') from ${sql.table(table)})`,
    ),
  )}`.execute(db)
  const { rows: jobs } = await sql<{ count: number }>`select count(*) from graphile_worker.jobs`.execute(db)
  return JSON.stringify([rows, jobs])
}

test('shows each ticket as it was when the rule would have heard of it, and touches nothing', async () => {
  const id = await addTicket({
    subject: 'Заказ 5417',
    text: 'Верните деньги',
    teamId: first.id,
    priority: 'low',
  })
  await addTicket({ subject: 'Привет', text: 'Вернусь позже' })
  // Since then people have moved it.
  await change(id, { teamId: refunds.id, priority: 'critical' })
  const before = await everything()
  const page = await must('POST', '/rule-dry-runs', { content: refund })
  expect(page).toMatchObject({ total: 2, examined: 2, nextCursor: null })
  expect(page.items).toMatchObject([
    {
      ticket: { id, number: `HD-${id}`, subject: 'Заказ 5417' },
      trigger: 'ticket_created',
      held: [{ path: 'conditions.0', words: ['Верните деньги'] }],
      changes: { teamId: [first.id, refunds.id], priority: ['low', 'high'] },
      others: [{ type: 'reply' }],
    },
  ])
  expect(await everything()).toBe(before)
})

test('goes on where it stopped, tells each ticket once, and comes to the end', async () => {
  for (let n = 0; n < 7; n++) await addTicket({ subject: `Возврат ${n}`, text: 'Оформите возврат' })
  const seen: number[] = []
  let examined = 0
  let cursor: string | null = null
  do {
    const page: {
      items: { ticket: { id: number } }[]
      examined: number
      nextCursor: string | null
      total: number
    } = await must('POST', '/rule-dry-runs', {
      content: refund,
      limit: 3,
      ...(cursor !== null && { cursor }),
    })
    expect(page.items.length).toBeLessThanOrEqual(3)
    seen.push(...page.items.map((item) => item.ticket.id))
    examined += page.examined
    cursor = page.nextCursor
    if (cursor === null) expect(examined).toBe(page.total)
  } while (cursor !== null)
  expect(seen).toHaveLength(8)
  expect(seen).toEqual(seen.toSorted((a, b) => b - a))
})

test('what is gone would be passed over, what happened long ago is not looked at', async () => {
  const old = new Date(clock.now().getTime() - 40 * 86_400_000)
  await buildMessage(db, { subject: 'Возврат', text: 'Старый возврат', at: old })
  const gone = await buildTeam(db)
  await db.updateTable('team').set({ archived_at: new Date() }).where('id', '=', gone.id).execute()
  const content = { ...refund, actions: [{ type: 'set_team', teamId: gone.id }] }
  expect((await must('POST', '/rule-dry-runs', { content })).items).toEqual([])
  const longer = await must('POST', '/rule-dry-runs', { content: refund, days: 60 })
  expect(longer.items).toHaveLength(9)
})

test('a silence is found where the conversation had one', async () => {
  const now = clock.now().getTime()
  const at = (hours: number) => new Date(now - hours * 3_600_000)
  const { ticketId } = await buildMessage(db, { subject: 'Тишина', at: at(30) })
  await buildMessage(db, { subject: 'Недавно', at: at(2) })
  const content = contentOf({
    triggers: [{ on: 'silence', of: 'agents', hours: 10, calendarId: null }],
    actions: [{ type: 'add_tags', tags: ['late'] }],
  })
  const { items } = await must('POST', '/rule-dry-runs', { content })
  expect(items).toMatchObject([{ ticket: { id: ticketId }, trigger: 'silence', at: at(20).toISOString() }])
})
