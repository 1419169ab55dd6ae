import { expect, test } from 'vitest'
import { sql } from 'kysely'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { actorOfAgent } from '#server/identity/index.ts'
import { testPlatform } from '#test/platform.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import type { Outcome } from './attempt-delivery.ts'
import { resendDelivery } from './resend.ts'
import { settleAttempt } from './settle-attempt.ts'
import { nextDue, takeLanes } from './take-lanes.ts'
import { testWebhook } from './test-webhook.ts'

const { database, clock } = await testPlatform()
const { db, pool } = database
const leaseMs = 25_000
const boss = await administrator()

async function administrator() {
  const { id } = await buildAgent(db, { role: 'administrator' })
  const actor = await actorOfAgent(db, id)
  if (!actor) throw new Error('nobody signed in')
  return actor
}

async function addWebhook(failingSince: Date | null = null): Promise<number> {
  const now = clock.now()
  const nothing = {
    disabled_because: null,
    team_ids: null,
    inbox_ids: null,
    headers: null,
    old_secret: null,
    old_secret_until: null,
    last_success_at: null,
    created_by_id: null,
  }
  const { id } = await db
    .insertInto('webhook')
    .values({
      ...nothing,
      name: 'CRM',
      url: 'https://crm.example',
      types: ['ticket.frozen'],
      secret: 'sealed',
      failing_since: failingSince,
      created_at: now,
      updated_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

const enqueue = (hook: number, ticketId: number, eventId: number) =>
  sql`select webhook_enqueue(${hook}, 'event', 'ticket.frozen', ${eventId}, ${ticketId}, ${clock.now()}, '{}', null, '{}')`

/** Whether somebody stands before a lock to put a delivery into its line. */
async function isWaiting(): Promise<boolean> {
  const { rows } = await pool.query(
    `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
      and query like '%webhook_enqueue%'`,
  )
  return rows.length > 0
}

function outcome(isSuccess: boolean): Outcome {
  return {
    at: clock.now(),
    durationMs: 5,
    isSuccess,
    problem: isSuccess ? null : 'status',
    detail: null,
    status: isSuccess ? 204 : 500,
    address: null,
    requestHeaders: [],
    responseHeaders: null,
    responseBody: null,
    isCut: false,
    notBefore: null,
  }
}

async function take() {
  const until = new Date(clock.now().getTime() + leaseMs)
  const [lane] = await takeLanes(db, clock.now(), until, { most: 1, mostOfOne: 6, busy: new Map() })
  if (!lane) throw new Error('no line is due')
  return lane
}

async function twoWorkers() {
  await db.deleteFrom('webhook').execute()
  const hook = await addWebhook()
  const { ticketId } = await buildMessage(db)
  await enqueue(hook, ticketId, 1).execute(db)
  const head = () =>
    db.selectFrom('webhook_delivery').selectAll().where('webhook_id', '=', hook).executeTakeFirstOrThrow()
  const delivery = await head()
  const late = await take()
  clock.forward(leaseMs / 1000 + 1)
  const next = await take()
  const settle = ({ claimed_until }: typeof late, isSuccess: boolean) =>
    inTransaction(db, (tx) =>
      settleAttempt(tx, delivery, outcome(isSuccess), clock.now(), { claimedUntil: claimed_until, leaseMs }),
    )
  return { hook, late, next, settle, head }
}

test('a worker that outlived its claim takes back nothing of what another has delivered, nor its line', async () => {
  const { hook, late, next, settle, head } = await twoWorkers()
  expect(await settle(next, true)).toBeNull()
  expect(await settle(late, false)).toBeNull()
  expect(await head()).toMatchObject({ state: 'delivered', problem: null })
  expect(await db.selectFrom('webhook_lane').selectAll().where('webhook_id', '=', hook).execute()).toEqual([])
  // Both tries were made, and stand in the log.
  expect(
    await db.selectFrom('webhook_attempt').select('id').where('webhook_id', '=', hook).execute(),
  ).toHaveLength(2)
})

test('what a late worker delivered is delivered, whatever the other worker learns after it', async () => {
  const { hook, late, next, settle, head } = await twoWorkers()
  expect(await settle(late, true)).toBeNull()
  expect(
    await db.selectFrom('webhook_lane').selectAll().where('webhook_id', '=', hook).execute(),
  ).toMatchObject([{ claimed_until: next.claimed_until }])
  expect(await settle(next, false)).toBeNull()
  expect(await head()).toMatchObject({ state: 'delivered' })
  expect(await db.selectFrom('webhook_lane').selectAll().where('webhook_id', '=', hook).execute()).toEqual([])
})

test('a delivery takes its number only when the line of its ticket is free', async () => {
  const hook = await addWebhook()
  const { ticketId } = await buildMessage(db)
  await enqueue(hook, ticketId, 1).execute(db)
  const number = async () =>
    (await pool.query<{ last: number }>('select last_value as last from webhook_delivery_id_seq')).rows[0]
      ?.last
  const before = await number()
  const client = await pool.connect()
  await client.query('begin')
  await client.query('select from webhook_lane where webhook_id = $1 for update', [hook])
  const waiting = enqueue(hook, ticketId, 2).execute(db)
  while (!(await isWaiting()));
  expect(await number()).toBe(before)
  await client.query('commit')
  client.release()
  await waiting
})

test('receivers that hang keep no places that others wait for', async () => {
  await db.deleteFrom('webhook').execute()
  const hanging: number[] = []
  for (let n = 0; n < 4; n++) hanging.push(await addWebhook(clock.now()))
  const healthy = await addWebhook()
  for (const hook of [...hanging, healthy]) {
    await sql`insert into webhook_lane (webhook_id, lane, next_at)
      select ${hook}, n, ${clock.now()} from generate_series(1, 10) as n`.execute(db)
  }
  const until = new Date(clock.now().getTime() + leaseMs)
  const mostOfOne = 6
  const lanes = await takeLanes(db, clock.now(), until, { most: 24, mostOfOne, busy: new Map() })
  const busy = new Map<number, number>()
  for (const lane of lanes) busy.set(lane.webhook_id, (busy.get(lane.webhook_id) ?? 0) + 1)
  expect(Object.fromEntries(busy)).toEqual({
    ...Object.fromEntries(hanging.map((hook) => [hook, 1])),
    [healthy]: mostOfOne,
  })
  // Nobody has room: there is nothing to come back for until somebody is done.
  expect(await nextDue(db, { mostOfOne, busy })).toBeNull()
})

test('few places go round among those that wait', async () => {
  await db.deleteFrom('webhook').execute()
  const hooks = [await addWebhook(), await addWebhook(), await addWebhook()]
  for (const hook of hooks) {
    await sql`insert into webhook_lane (webhook_id, lane, next_at)
      select ${hook}, n, ${clock.now()} from generate_series(1, 5) as n`.execute(db)
  }
  const until = new Date(clock.now().getTime() + leaseMs)
  const lanes = await takeLanes(db, clock.now(), until, {
    most: 3,
    mostOfOne: 6,
    busy: new Map([[hooks[0] ?? 0, 2]]),
  })
  expect(lanes.map((lane) => lane.webhook_id)).not.toContain(hooks[0])
})

test('a webhook with nothing at work finds a place though all are taken', async () => {
  await db.deleteFrom('webhook').execute()
  const [first, other] = [await addWebhook(), await addWebhook()]
  for (const hook of [first, other])
    await sql`insert into webhook_lane (webhook_id, lane, next_at)
      select ${hook}, n, ${clock.now()} from generate_series(1, 3) as n`.execute(db)
  const until = new Date(clock.now().getTime() + leaseMs)
  const busy = new Map([[first, 1]])
  const lanes = await takeLanes(db, clock.now(), until, { most: 0, mostOfOne: 6, busy })
  expect(lanes.map((lane) => lane.webhook_id)).toEqual([other])
})

test('a line that somebody has is due when their claim ends, also when it is sent again meanwhile', async () => {
  await db.deleteFrom('webhook').execute()
  const hook = await addWebhook()
  const { ticketId } = await buildMessage(db)
  await enqueue(hook, ticketId, 1).execute(db)
  const { claimed_until: until } = await take()
  const due = () => nextDue(db, { mostOfOne: 6, busy: new Map() })
  expect(await due()).toEqual(until)
  const { id } = await db.selectFrom('webhook_delivery').select('id').executeTakeFirstOrThrow()
  await inTransaction(db, (tx) => resendDelivery(tx, boss, id, clock.now()))
  expect(await due()).toEqual(until)
})

test('lines of a webhook that is paused wait; its tests do not', async () => {
  await db.deleteFrom('webhook').execute()
  const hook = await addWebhook()
  await db.updateTable('webhook').set({ state: 'paused' }).execute()
  const { ticketId } = await buildMessage(db)
  await enqueue(hook, ticketId, 1).execute(db)
  const share = { mostOfOne: 6, busy: new Map<number, number>() }
  expect(await nextDue(db, share)).toBeNull()
  const tried = await inTransaction(db, (tx) => testWebhook(tx, boss, hook, clock.now()))
  expect(await nextDue(db, share)).not.toBeNull()
  expect(await take()).toMatchObject({ webhook_id: hook, lane: -tried.id })
})

test('a webhook that is removed while an event happens stops nobody', async () => {
  const hook = await addWebhook()
  const { ticketId } = await buildMessage(db)
  const client = await pool.connect()
  await client.query('begin')
  await client.query('delete from webhook where id = $1', [hook])
  const telling = enqueue(hook, ticketId, 1).execute(db)
  while (!(await isWaiting()));
  await client.query('commit')
  client.release()
  expect((await telling).rows).toEqual([{ webhook_enqueue: null }])
})

test('what is sent again while it is tried has a day anew', async () => {
  await db.deleteFrom('webhook').execute()
  const hook = await addWebhook()
  const { ticketId } = await buildMessage(db)
  await enqueue(hook, ticketId, 1).execute(db)
  const tried = { tries: 12, first_tried_at: new Date(clock.now().getTime() - 86_400_000) }
  await db.updateTable('webhook_delivery').set(tried).where('webhook_id', '=', hook).execute()
  const read = () =>
    db.selectFrom('webhook_delivery').selectAll().where('webhook_id', '=', hook).executeTakeFirstOrThrow()
  const delivery = await read()
  const { claimed_until: claimedUntil } = await take()
  await inTransaction(db, (tx) => resendDelivery(tx, boss, delivery.id, clock.now()))
  await inTransaction(db, (tx) =>
    settleAttempt(tx, delivery, outcome(false), clock.now(), { claimedUntil, leaseMs }),
  )
  expect(await read()).toMatchObject({ state: 'pending', tries: 1 })
})
