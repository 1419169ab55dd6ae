import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { runScheduled } from './run-scheduled.ts'
import { lastDue } from './schedule.ts'
import { watchMoments } from './watch-moments.ts'
import { ruleDesk } from '#test/builders/rule-desk.ts'
import { buildMessage } from '#test/builders/ticket.ts'

const desk = await ruleDesk()
const { db, must, addRule, work, clock, runs } = desk
const hour = 3600

/** Every process looks at the same minute. */
const look = () => Promise.all([1, 2, 3].map(() => watchMoments(desk.platform)))

async function clear(): Promise<void> {
  await work()
  for (const { id } of (await must('GET', '/rules')).items) await must('DELETE', `/rules/${id}`)
}

test('agents’ silence is answered once when it has lasted long enough, and again after the next message', async () => {
  await addRule({
    triggers: [{ on: 'silence', of: 'agents', hours: 4, calendarId: null }],
    actions: [{ type: 'add_tags', tags: ['late'] }],
  })
  const { ticketId } = await buildMessage(db, { at: clock.now() })
  await look()
  expect(await runs(ticketId)).toEqual([])
  clock.forward(4 * hour + 60)
  await look()
  await look()
  expect(await runs(ticketId)).toMatchObject([{ trigger: 'silence', outcome: 'acted', eventId: null }])
  await must('POST', `/tickets/${ticketId}/replies`, { text: 'Here we are.' })
  clock.forward(hour)
  await buildMessage(db, { ticketId, at: clock.now() })
  clock.forward(4 * hour + 60)
  await look()
  expect(await runs(ticketId)).toHaveLength(2)
  await clear()
})

test('the customer’s silence counts from our last word, and ends with theirs', async () => {
  await addRule({
    triggers: [{ on: 'silence', of: 'customer', hours: 24, calendarId: null }],
    actions: [{ type: 'add_tags', tags: ['quiet'] }],
  })
  const [quiet, talks] = [
    await buildMessage(db, { at: clock.now() }),
    await buildMessage(db, { at: clock.now() }),
  ]
  for (const { ticketId } of [quiet, talks])
    await must('POST', `/tickets/${ticketId}/replies`, { text: 'Does it work?' })
  clock.forward(20 * hour)
  await must('POST', `/tickets/${quiet.ticketId}/replies`, { text: 'Are you there?' })
  await buildMessage(db, { ticketId: talks.ticketId, at: clock.now() })
  clock.forward(10 * hour)
  await look()
  expect(await runs(quiet.ticketId)).toEqual([])
  clock.forward(15 * hour)
  await look()
  expect(await runs(quiet.ticketId)).toMatchObject([{ trigger: 'silence' }])
  expect(await runs(talks.ticketId)).toEqual([])
  await clear()
})

test('a rule that is new does not fall upon silences of old', async () => {
  const { ticketId } = await buildMessage(db, { at: clock.now() })
  clock.forward(10 * hour)
  await addRule({ triggers: [{ on: 'silence', of: 'agents', hours: 4, calendarId: null }] })
  await look()
  expect(await runs(ticketId)).toEqual([])
  await clear()
})

test('a schedule goes through the tickets that match, once for each time it is due', async () => {
  const zone = 'Europe/Moscow'
  const here = Temporal.Instant.fromEpochMilliseconds(clock.now().getTime()).toZonedDateTimeISO(zone)
  const inAnHour = here.add({ hours: 1 })
  const time = inAnHour.toPlainTime().toString({ smallestUnit: 'minute' })
  await addRule({
    triggers: [{ on: 'schedule', days: [1, 2, 3, 4, 5, 6, 7], time, timeZone: zone }],
    conditions: [{ field: 'subject', isNot: false, how: 'any_form', values: ['счёт'] }],
    actions: [{ type: 'add_note', text: 'Every day.' }],
  })
  const [one, other] = [
    await buildMessage(db, { subject: 'Счета' }),
    await buildMessage(db, { subject: 'Счастье' }),
  ]
  await look()
  await work()
  expect(await runs(one.ticketId)).toEqual([])
  clock.forward(hour + 60)
  await look()
  await work()
  expect(await runs(one.ticketId)).toMatchObject([{ trigger: 'schedule', outcome: 'acted' }])
  expect(await runs(other.ticketId)).toEqual([])
  clock.forward(24 * hour)
  await look()
  await work()
  expect(await runs(one.ticketId)).toHaveLength(2)
  await clear()
})

test('of two lengths of one silence each is answered', async () => {
  await addRule({
    triggers: [
      { on: 'silence', of: 'agents', hours: 4, calendarId: null },
      { on: 'silence', of: 'agents', hours: 8, calendarId: null },
    ],
    actions: [{ type: 'add_note', text: 'Still nobody.' }],
  })
  const { ticketId } = await buildMessage(db, { at: clock.now() })
  clock.forward(4 * hour + 60)
  await look()
  expect(await runs(ticketId)).toHaveLength(1)
  clock.forward(4 * hour)
  await look()
  await look()
  expect(await runs(ticketId)).toHaveLength(2)
  await clear()
})

test('what is left of a schedule is not done by a rule that has been told to hear something else', async () => {
  const { ticketId } = await buildMessage(db, { at: clock.now() })
  const due = clock.now()
  clock.forward(60)
  const { id } = await addRule({ triggers: [{ on: 'ticket_created' }] })
  await runScheduled(desk.platform, { ruleId: id, dueAt: due.toISOString(), before: ticketId + 1 })
  expect(await runs(ticketId)).toEqual([])
  await clear()
})

test('a rule switched off in the middle of its scheduled run stops there', async () => {
  const { id } = await addRule({
    triggers: [{ on: 'schedule', days: [1], time: '09:00', timeZone: 'Europe/Moscow' }],
    actions: [{ type: 'add_tags', tags: ['weekly'] }],
  })
  const [first, second] = [await buildMessage(db, {}), await buildMessage(db, {})]
  clock.forward(60)
  // The newest ticket is done first; what is done to it switches the rule off, as an administrator might just then.
  await sql`create function switch_off() returns trigger language plpgsql as $$ begin
    update rule set is_active = false where id = new.rule_id;
    update rule_book set version = version + 1;
    return new; end $$`.execute(db)
  await sql`create trigger switch_off after insert on rule_moment for each row execute function switch_off()`.execute(
    db,
  )
  await runScheduled(desk.platform, {
    ruleId: id,
    dueAt: clock.now().toISOString(),
    before: second.ticketId + 1,
  })
  await sql`drop function switch_off cascade`.execute(db)
  expect(await runs(second.ticketId)).toMatchObject([{ trigger: 'schedule', outcome: 'acted' }])
  expect(await runs(first.ticketId)).toEqual([])
  await clear()
})

test('a rule whose moments cannot be looked at keeps no other from its own', async () => {
  const broken = await addRule({ triggers: [{ on: 'silence', of: 'agents', hours: 4, calendarId: null }] })
  const triggers = [{ on: 'schedule', days: [1], time: '09:00', timeZone: 'Nowhere/Land' }]
  const content = JSON.stringify({ ...broken.content, triggers })
  await db.updateTable('rule').set({ content }).where('id', '=', broken.id).execute()
  await addRule({ triggers: [{ on: 'silence', of: 'agents', hours: 4, calendarId: null }] })
  const { ticketId } = await buildMessage(db, { at: clock.now() })
  clock.forward(5 * hour)
  await look()
  expect(await runs(ticketId)).toHaveLength(1)
  await clear()
})

test.each([
  ['a weekday', [1, 2, 3, 4, 5], '2026-11-22T12:00:00Z', '2026-11-20T06:00:00.000Z'],
  ['today', [7], '2026-11-22T12:00:00Z', '2026-11-22T06:00:00.000Z'],
  ['not yet today', [7], '2026-11-22T05:59:59Z', '2026-11-15T06:00:00.000Z'],
] as const)('when it was last due: %s', (_name, days, now, expected) => {
  const trigger = { on: 'schedule' as const, days: [...days], time: '09:00', timeZone: 'Europe/Moscow' }
  expect(lastDue(trigger, new Date(now))?.toISOString()).toBe(expected)
})

test('a time that the clocks skip is the next there is', () => {
  const trigger = { on: 'schedule' as const, days: [7], time: '02:30', timeZone: 'Europe/Berlin' }
  expect(lastDue(trigger, new Date('2026-03-29T12:00:00Z'))?.toISOString()).toBe('2026-03-29T01:30:00.000Z')
})

test('a calendar of four hours a week answers forty hours of silence, ten weeks on', async () => {
  const week = Array.from({ length: 7 }, (_, day) => (day === 0 ? [{ from: '09:00', to: '13:00' }] : []))
  const { id } = await db
    .insertInto('calendar')
    .values({
      name: 'Mondays',
      time_zone: 'Europe/Moscow',
      week: JSON.stringify(week),
      holidays: JSON.stringify({ kind: 'none' }),
      days: '[]',
      created_at: new Date(),
      updated_at: new Date(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await addRule({ triggers: [{ on: 'silence', of: 'agents', hours: 40, calendarId: id }] })
  const { ticketId } = await buildMessage(db, { at: clock.now() })
  // Whoever signed in before that has to sign in again.
  const told = () =>
    db.selectFrom('rule_run').select(['trigger', 'outcome']).where('ticket_id', '=', ticketId).execute()
  clock.forward(9 * 7 * 24 * hour)
  await look()
  expect(await told()).toEqual([])
  for (let day = 0; day < 14; day += 5) {
    clock.forward(5 * 24 * hour)
    await look()
  }
  expect(await told()).toEqual([{ trigger: 'silence', outcome: 'acted' }])
})
