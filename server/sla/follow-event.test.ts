import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { getCustomer, updateCustomer } from '#server/customers/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { freezeTicket, lockTicket } from '#server/tickets/index.ts'
import { aroundTheClock, everyPriority, slaPolicy } from '#test/builders/sla.ts'
import { slaDesk } from '#test/builders/sla-desk.ts'
import { buildTeam } from '#test/builders/agent.ts'
import { testPlatform } from '#test/platform.ts'
import { actOnDue, momentsBefore } from './act-on-due.ts'
import { getClocks } from './get-clocks.ts'
import { loadHistory } from './load-history.ts'
import { loadPolicies } from './load-terms.ts'
import { foldClocks } from './clock.ts'
import { setPolicy } from './set-policy.ts'

const platform = await testPlatform()
const { db } = platform.database
const desk = await slaDesk(platform, '2026-11-02T09:00:00Z')

const early = await desk.message({ subject: 'Before there was a policy' })
const vip = await buildTeam(db, { name: 'VIP' })
await desk.policy(
  slaPolicy({
    name: 'Business',
    conditions: [{ field: 'tag', operator: 'none_of', values: ['internal'] }],
    targets: everyPriority({
      firstReply: aroundTheClock(60),
      nextReply: aroundTheClock(120),
      solution: aroundTheClock(480),
    }),
    warnings: [{ kind: 'percent', percent: 50 }],
  }),
)
const second = await desk.policy(
  slaPolicy({ name: 'Late', targets: everyPriority({ solution: aroundTheClock(600) }) }),
)

const solved = await desk.statusId('solved')
const paused = await desk.statusId('paused')
const open = await desk.statusId('open')

/** The kept state, and what the whole history folds to now. */
async function bothWays(ticketId: number) {
  const { state } = await db
    .selectFrom('sla_ticket')
    .select('state')
    .where('ticket_id', '=', ticketId)
    .executeTakeFirstOrThrow()
  const { beginning, facts } = await loadHistory(db, ticketId)
  const { termsOf } = await loadPolicies(db)
  return { kept: state, folded: JSON.parse(JSON.stringify(foldClocks(beginning, facts, termsOf))) as unknown }
}

test('a ticket older than the policies has no clocks until something happens to it', async () => {
  await desk.follow()
  expect(await desk.due(early)).toBe(null)
  expect((await getClocks(db, desk.actor, early, desk.now())).clocks).toEqual([])
})

test('a new ticket is due; an answer meets it; the next message begins the next clock; solving ends all', async () => {
  desk.at('2026-11-02T10:00:00Z')
  const id = await desk.message()
  await desk.follow()
  expect(await desk.due(id)).toEqual({ at: '2026-11-02T11:00:00.000Z', kind: 'first_reply' })
  desk.later(20)
  await desk.reply(id)
  await desk.follow()
  expect(await desk.due(id)).toEqual({ at: '2026-11-02T18:00:00.000Z', kind: 'solution' })
  desk.later(10)
  await desk.message({ ticketId: id })
  await desk.follow()
  expect(await desk.due(id)).toEqual({ at: '2026-11-02T12:30:00.000Z', kind: 'next_reply' })
  await desk.change(id, { statusId: paused })
  await desk.follow()
  expect(await desk.due(id)).toBe(null)
  desk.later(60)
  await desk.message({ ticketId: id })
  await desk.follow()
  // An hour of waiting for the customer is not ours.
  expect(await desk.due(id)).toEqual({ at: '2026-11-02T13:30:00.000Z', kind: 'next_reply' })
  desk.later(5)
  await desk.change(id, { statusId: solved })
  await desk.follow()
  expect(await desk.due(id)).toBe(null)
  desk.later(60)
  await desk.change(id, { statusId: open })
  await desk.follow()
  // Used: 30 minutes before the pause, none in it, 5 after it.
  expect(await desk.due(id)).toEqual({ at: '2026-11-02T20:00:00.000Z', kind: 'solution' })
  const { kept, folded } = await bothWays(id)
  expect(folded).toEqual(kept)
  const { clocks, policy } = await getClocks(db, desk.actor, id, desk.now())
  expect(policy).toMatchObject({ name: 'Business', isSet: false, calendar: null })
  const solution = clocks.find((clock) => clock.kind === 'solution')
  expect(solution?.ledger.map((line) => [line.kind, line.cause.reason, line.cause.actor?.name])).toEqual([
    ['run', 'created', expect.stringContaining('Customer')],
    ['pause', 'status', 'Anna Li'],
    ['run', 'status', expect.stringContaining('Customer')],
    ['stop', 'solved', 'Anna Li'],
  ])
  expect(solution?.ledger[1]?.cause.about.status).toMatchObject({ en: expect.any(String) })
})

test('an undone reply has answered nobody; one that leaves has', async () => {
  const id = await desk.message()
  await desk.follow()
  await desk.reply(id, { undoSeconds: 20 })
  await desk.follow()
  expect(await desk.due(id)).toMatchObject({ kind: 'first_reply' })
  expect((await bothWays(id)).folded).toEqual((await bothWays(id)).kept)
})

test('warnings and breaches are told once, at their moment, and not of a ticket that was answered meanwhile', async () => {
  const [late, inTime] = [await desk.message(), await desk.message()]
  await desk.follow()
  desk.later(30)
  const moments = await momentsBefore(db, desk.now(), 100)
  expect(moments.map((moment) => moment.ticketId)).toEqual(expect.arrayContaining([late, inTime]))
  await Promise.all([1, 2, 3, 4].map(() => actOnDue(db, late, desk.now())))
  expect(await desk.said(late)).toEqual(['sla.warned first_reply percent:50'])
  await actOnDue(db, inTime, desk.now())
  desk.later(29)
  // The answer is there, though no worker has looked at it yet.
  await desk.reply(inTime)
  desk.later(1)
  for (const id of [late, inTime, late, inTime]) await actOnDue(db, id, desk.now())
  expect(await desk.said(late)).toEqual(['sla.warned first_reply percent:50', 'sla.breached first_reply'])
  expect(await desk.said(inTime)).toEqual(['sla.warned first_reply percent:50'])
  await desk.follow()
  expect(await desk.said(inTime)).toEqual(['sla.warned first_reply percent:50'])
  expect((await momentsBefore(db, desk.now(), 100)).map((moment) => moment.ticketId)).not.toContain(late)
})

test('what was answered too late while nobody watched is still told as breached', async () => {
  const id = await desk.message()
  await desk.follow()
  desk.later(61)
  await desk.reply(id)
  await desk.follow()
  expect(await desk.said(id)).toEqual(['sla.breached first_reply'])
  const { kept, folded } = await bothWays(id)
  expect(folded).toEqual(kept)
})

test('the policy follows the ticket’s conditions, unless it was set; what was used stays used', async () => {
  const id = await desk.message()
  await desk.follow()
  const began = desk.now().getTime()
  desk.later(120)
  await desk.change(id, { tags: ['internal'] })
  await desk.follow()
  expect(await desk.due(id)).toEqual({ at: new Date(began + 600 * 60_000).toISOString(), kind: 'solution' })
  await desk.change(id, { tags: [] })
  await desk.follow()
  expect(await desk.due(id)).toMatchObject({ kind: 'first_reply' })
  const by = {
    actor: { kind: 'system', id: null },
    cause: { kind: 'rule', id: 7, name: 'Late ones' },
  } as const
  expect(await inTransaction(db, (tx) => setPolicy(tx, id, second, by, desk.now()))).toBe(true)
  await desk.change(id, { teamId: vip.id })
  await desk.follow()
  expect(await desk.due(id)).toMatchObject({ kind: 'solution' })
  expect(await inTransaction(db, (tx) => setPolicy(tx, id, 4711, by, desk.now()))).toBe(false)
  expect(await inTransaction(db, (tx) => setPolicy(tx, id, null, by, desk.now()))).toBe(true)
  expect(await desk.due(id)).toMatchObject({ kind: 'first_reply' })
  const { kept, folded } = await bothWays(id)
  expect(folded).toEqual(kept)
})

test('a frozen ticket stands until it comes back', async () => {
  const id = await desk.message()
  await desk.follow()
  await inTransaction(db, async (tx) => {
    const ticket = await lockTicket(tx, desk.actor, id)
    const until = new Date(desk.now().getTime() + 3600_000)
    await freezeTicket(tx, ticket, until, { actor: { kind: 'system', id: null } }, desk.now())
  })
  await desk.follow()
  expect(await desk.due(id)).toBe(null)
  desk.later(30)
  await desk.message({ ticketId: id })
  await desk.follow()
  // The half hour it was frozen is not counted: the whole hour is still ahead.
  expect(await desk.due(id)).toEqual({
    at: new Date(desk.now().getTime() + 60 * 60_000).toISOString(),
    kind: 'first_reply',
  })
  const { kept, folded } = await bothWays(id)
  expect(folded).toEqual(kept)
})

test('an event that becomes visible after later ones were taken in has the history folded anew', async () => {
  const id = await desk.message()
  await desk.follow()
  desk.later(5)
  await desk.change(id, { priority: 'high' })
  await desk.follow()
  // As if its transaction had committed late: the number of the events says so.
  await sql`update sla_ticket set event_count = event_count - 1, state = jsonb_set(state, '{priority}', '"medium"')
    where ticket_id = ${id}`.execute(db)
  const { rows } = await sql<{
    id: number
  }>`select max(id) as id from event where ticket_id = ${id} and type = 'ticket.updated'`.execute(db)
  await sql`select graphile_worker.add_job('sla.follow', json_build_object('eventId', ${rows[0]?.id}::bigint, 'ticketId', ${id}::bigint))`.execute(
    db,
  )
  await desk.follow()
  const { kept, folded } = await bothWays(id)
  expect(kept.priority).toBe('high')
  expect(folded).toEqual(kept)
})

test('what was chosen and what was told stands in the history with its cause', async () => {
  const { rows } = await sql<{ type: string; data: Record<string, unknown> }>`
    select distinct on (type) type, data from event where type like 'sla.%' and ticket_id is not null order by type, id`.execute(
    db,
  )
  expect(rows.find((row) => row.type === 'sla.policy')?.data).toMatchObject({
    policyName: 'Business',
    from: null,
  })
  expect(rows.find((row) => row.type === 'sla.breached')?.data).toMatchObject({
    clock: 'first_reply',
    dueAt: expect.any(String),
    cause: { kind: 'sla', name: 'Business' },
  })
})

test('a customer who comes to another organization brings the open tickets under its policy at once', async () => {
  const { id: organizationId } = await db
    .insertInto('organization')
    .values({ name: 'Acme', created_at: desk.now() })
    .returning('id')
    .executeTakeFirstOrThrow()
  const promise = slaPolicy({
    name: 'Acme',
    conditions: [
      { field: 'organization', operator: 'any_of', ids: [organizationId] },
      { field: 'tag', operator: 'any_of', values: ['internal'] },
    ],
    targets: everyPriority({ solution: aroundTheClock(30) }),
  })
  const acme = await desk.policy(promise)
  await db.updateTable('sla_policy').set({ position: 0 }).where('id', '=', acme).execute()
  const id = await desk.message()
  await desk.change(id, { tags: ['internal'] })
  await desk.follow()
  expect((await getClocks(db, desk.actor, id, desk.now())).policy?.name).toBe('Late')
  const { customer_id: customerId } = await db
    .selectFrom('ticket')
    .select('customer_id')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  await inTransaction(db, async (tx) => {
    const { version } = await getCustomer(tx, customerId)
    await updateCustomer(tx, desk.actor, customerId, { version, organizationName: 'Acme' }, desk.now())
  })
  await desk.follow()
  expect((await getClocks(db, desk.actor, id, desk.now())).policy?.name).toBe('Acme')
  const { kept, folded } = await bothWays(id)
  expect(folded).toEqual(kept)
})
