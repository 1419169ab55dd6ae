import { beforeEach, expect, test } from 'vitest'
import { sql } from 'kysely'
import { testApp } from '#test/app.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { webhookRoutes, webhookTasks } from './index.ts'
import { takeLanes } from './take-lanes.ts'
import { tidyWebhooks } from './tidy.ts'
import { piece, workPiece } from './work-pieces.ts'

const { db, clock, ask, platform } = await testApp(webhookRoutes)
const boss = await signedIn(db, await buildAgent(db, { role: 'administrator' }))
const wishes = { name: 'CRM', url: 'https://crm.example/hook', types: ['ticket.frozen'] }
const many = piece * 2 + 7
const call = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object) =>
  ask({ method, path, body, as: boss })
const work = () => drainJobs(platform.database.pool, webhookTasks(platform), platform.log)

beforeEach(async () => {
  await db.deleteFrom('webhook').execute()
  await sql`delete from graphile_worker._private_jobs`.execute(db)
})

/** A webhook with a log that is too long for one statement: of two tickets in turns, each try with its answer. */
async function longLog(state: 'failed' | 'pending') {
  const { body } = await call('POST', '/webhooks', wishes)
  const { id, version } = (body as { webhook: { id: number; version: number } }).webhook
  const tickets = [(await buildMessage(db)).ticketId, (await buildMessage(db)).ticketId]
  await sql`insert into webhook_delivery (webhook_id, lane, message_id, origin, type, ticket_id, at, created_at, state,
      tries, first_tried_at, finished_at, next_try_at)
    select ${id}, lane, 'msg_' || ${id}::text || '_' || n, 'event', 'ticket.frozen', lane, now, now, ${state}, 12, now,
      case when ${state} = 'failed' then now end, case when ${state} = 'pending' then now + interval '3 hours' end
    from generate_series(1, ${many}) as n, lateral (select (${tickets}::bigint[])[1 + n % 2] as lane) as one,
      (select ${clock.now()}::timestamptz as now) as time`.execute(db)
  await sql`insert into webhook_attempt (delivery_id, webhook_id, at, duration_ms, is_success, request_headers)
    select id, webhook_id, at, 5, false, '[]' from webhook_delivery`.execute(db)
  if (state === 'pending')
    await sql`insert into webhook_lane (webhook_id, lane, next_at)
      select ${id}, unnest(${tickets}::bigint[]), ${clock.now()}::timestamptz + interval '3 hours'`.execute(
      db,
    )
  return { id, version, path: `/webhooks/${id}` }
}

async function countOf(state: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from webhook_delivery where state = ${state}`.execute(db)
  return rows[0]?.count ?? 0
}

test('a webhook with a long log is gone at once, and its log goes in pieces', async () => {
  const { id, path } = await longLog('failed')
  const [delivery] = (await call('GET', `${path}/deliveries?limit=1`)).body.items
  expect((await call('DELETE', path)).status).toBe(200)
  expect(await countOf('failed')).toBe(many - piece)
  // Nobody sees it, hears of it or does anything with it any more, and its secrets are wiped.
  expect((await call('GET', '/webhooks')).body.items).toEqual([])
  const gone = [
    await call('GET', path),
    await call('GET', `${path}/deliveries`),
    await call('GET', `/webhook-deliveries/${delivery.id}`),
    await call('PATCH', path, { version: 1, name: 'ERP' }),
    await call('POST', `${path}/test`),
    await call('POST', `${path}/secret`, {}),
    await call('POST', `${path}/resend-failed`),
    await call('POST', `/webhook-deliveries/${delivery.id}/resend`),
    await call('DELETE', path),
  ]
  expect(gone.map(({ status }) => status)).toEqual(gone.map(() => 404))
  expect(
    await db.selectFrom('webhook').select(['secret', 'old_secret', 'headers', 'state']).execute(),
  ).toEqual([{ secret: '', old_secret: null, headers: null, state: 'disabled' }])
  await work()
  expect(await db.selectFrom('webhook').select('id').where('id', '=', id).execute()).toEqual([])
  expect(await countOf('failed')).toBe(0)
})

test('everything is sent again in pieces, each once, in the order of its ticket, and says how far it is', async () => {
  const { path } = await longLog('failed')
  expect((await call('POST', `${path}/resend-failed`)).body).toEqual({ count: many })
  expect((await call('GET', path)).body).toMatchObject({
    pending: piece,
    failed: many - piece,
    resending: { done: piece, total: many },
  })
  const { rows } = await sql<{ isInOrder: boolean }>`
    select max(id) filter (where state = 'pending') < min(id) filter (where state = 'failed') as "isInOrder"
    from webhook_delivery`.execute(db)
  expect(rows).toEqual([{ isInOrder: true }])
  // One fails again meanwhile: it is not sent a second time by the same wish.
  await sql`update webhook_delivery set state = 'failed', problem = 'status', tries = 3
    where id = (select min(id) from webhook_delivery)`.execute(db)
  await work()
  expect((await call('GET', path)).body).toMatchObject({ pending: many - 1, failed: 1, resending: null })
  const again = await db
    .selectFrom('webhook_delivery')
    .select('tries')
    .where('state', '=', 'failed')
    .execute()
  expect(again).toEqual([{ tries: 3 }])
})

test('a piece that is cut off is done anew, whole, by the job that is freed or by the hourly look', async () => {
  const { id, path } = await longLog('failed')
  await call('POST', `${path}/resend-failed`)
  const stop = new Error('killed')
  const cut = inTransaction(db, async (tx) => {
    await workPiece(tx, id, clock.now())
    throw stop
  })
  await expect(cut).rejects.toBe(stop)
  expect((await call('GET', path)).body.resending).toEqual({ done: piece, total: many })
  await sql`delete from graphile_worker._private_jobs`.execute(db)
  await tidyWebhooks(platform)
  await work()
  expect((await call('GET', path)).body).toMatchObject({ pending: many, failed: 0, resending: null })
})

test('sending again ends when the webhook is disabled or removed', async () => {
  const { path, version } = await longLog('failed')
  await call('POST', `${path}/resend-failed`)
  const disabled = await call('PATCH', path, { version, state: 'disabled' })
  expect(disabled.body).toMatchObject({ state: 'disabled', resending: null })
  await work()
  expect((await call('GET', path)).body).toMatchObject({ pending: 0, failed: many, isGivingUp: false })
  await call('DELETE', path)
  await work()
  expect(await countOf('failed')).toBe(0)
})

test('what waits is given up in pieces when a webhook is disabled; enabled meanwhile it sends nothing of that', async () => {
  const { path, version } = await longLog('pending')
  const disabled = await call('PATCH', path, { version, state: 'disabled' })
  expect(disabled.body).toMatchObject({ pending: many - piece, failed: piece, isGivingUp: true })
  const back = await call('PATCH', path, { version: disabled.body.version, state: 'active' })
  expect(back.body).toMatchObject({ state: 'active', isGivingUp: true })
  clock.forward(4 * 3600)
  const until = new Date(clock.now().getTime() + 25_000)
  const limits = { most: 5, mostOfOne: 5, busy: new Map<number, number>() }
  expect(await takeLanes(db, clock.now(), until, limits)).toEqual([])
  await work()
  expect((await call('GET', path)).body).toMatchObject({ pending: 0, failed: many, isGivingUp: false })
  // No empty lines stay that somebody would have to look into.
  expect(await db.selectFrom('webhook_lane').select('lane').execute()).toEqual([])
})

test('what happens while the old is being given up goes out at once afterwards', async () => {
  const { id, path, version } = await longLog('pending')
  const disabled = await call('PATCH', path, { version, state: 'disabled' })
  await call('PATCH', path, { version: disabled.body.version, state: 'active' })
  const { ticket_id: ticketId } = await db
    .selectFrom('webhook_delivery')
    .select('ticket_id')
    .where('state', '=', 'pending')
    .orderBy('lane', 'desc')
    .executeTakeFirstOrThrow()
  await sql`select webhook_enqueue(${id}, 'event', 'ticket.frozen', 1, ${ticketId}, ${clock.now()}, '{}', null, '{}')`.execute(
    db,
  )
  await work()
  expect((await call('GET', path)).body).toMatchObject({ pending: 1, failed: many })
  const until = new Date(clock.now().getTime() + 25_000)
  const limits = { most: 5, mostOfOne: 5, busy: new Map<number, number>() }
  expect(await takeLanes(db, clock.now(), until, limits)).toMatchObject([{ lane: ticketId }])
})
