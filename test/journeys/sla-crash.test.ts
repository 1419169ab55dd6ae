import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { startEmbeddedPostgres } from '#server/platform/embedded-postgres/index.ts'
import { aroundTheClock, everyPriority, slaPolicy } from '#test/builders/sla.ts'
import { CrashDesk, freePort } from './crash-desk.ts'

const administrator = { email: 'admin@desk.example', password: 'correct horse battery' }
const tickets = 60
const rounds = 8
const batch = 200
const dataDir = await mkdtemp(path.join(os.tmpdir(), 'otklik-sla-crash-'))
await (await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' } })).stop()
const port = await freePort()
const api = `http://127.0.0.1:${port}/api/v1`
const desk = new CrashDesk({
  DATA_DIR: dataDir,
  PORT: String(port),
  SMTP_PORT: String(await freePort()),
  OTKLIK_ADMIN_EMAIL: administrator.email,
  OTKLIK_ADMIN_PASSWORD: administrator.password,
})
afterAll(async () => {
  await desk.kill('worker', 'SIGTERM')
  await desk.kill('web', 'SIGTERM')
  await rm(dataDir, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 })
})

async function post(where: string, body: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(`${api}${where}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${where}: ${answer.status} ${await answer.text()}`)
  return answer
}

async function query<T extends pg.QueryResultRow>(text: string): Promise<T[]> {
  const client = new pg.Client({
    host: path.join(dataDir, 'postgres-socket'),
    user: 'otklik',
    database: 'otklik',
  })
  await client.connect()
  try {
    return (await client.query<T>(text)).rows
  } finally {
    await client.end()
  }
}

/** Tickets that nobody has promised anything yet, or that have something coming. */
const left = `select ticket.id from ticket left join sla_ticket on sla_ticket.ticket_id = ticket.id
  where sla_ticket.ticket_id is null or sla_ticket.next_at is not null`

/** So many customers call, one after the other. */
async function call(first: number, count: number, as: Record<string, string>): Promise<void> {
  for (let serial = first; serial < first + count; serial++) {
    const customer = { name: `Customer ${serial}`, phone: `+7999${String(serial).padStart(7, '0')}` }
    await post('/tickets', { subject: `Call ${serial}`, source: 'phone', customer, text: 'Hello' }, as)
  }
}

/** What was told of tickets above one: of how many, and how often. */
function toldAfter(ticketId: number) {
  return query<{ type: string; clock: string; tickets: number; events: number }>(
    `select type, data->>'clock' as clock, count(distinct ticket_id)::int as tickets, count(*)::int as events
    from event where type in ('sla.warned', 'sla.breached') and ticket_id > ${ticketId} group by 1, 2 order by 1, 2`,
  )
}

/** Any instant, and yet the same ones in every run. */
let seed = 20_261_122
function instant(longestMs: number): number {
  seed = (seed * 48_271) % 2_147_483_647
  return (seed / 2_147_483_647) * longestMs
}

async function signIn(): Promise<{ cookie: string }> {
  const signedIn = await post('/sessions', administrator)
  const cookies = signedIn.headers.getSetCookie().map((each) => each.split(';')[0])
  return { cookie: cookies.join('; ') }
}

test('kill -9 of the worker in a burst of due moments: each warning and each breach is told exactly once', async () => {
  await desk.start('web')
  const as = await signIn()
  const policy = slaPolicy({
    targets: everyPriority({ firstReply: aroundTheClock(1), solution: aroundTheClock(1) }),
    warnings: [{ kind: 'percent', percent: 50 }],
  })
  await post('/sla/policies', { policy, includesOpen: false }, as)
  await call(0, tickets, as)
  // As if they had come nearly a minute ago: the deadlines fall, one after the other, into what follows.
  await query(`update event set at = now() - interval '58 seconds' + ticket_id % 60 * interval '100 milliseconds'
    where type = 'ticket.created'`)
  await desk.start('worker')
  for (let round = 0; round < rounds; round++) {
    await delay(400 + instant(1200))
    await desk.kill('worker')
    await desk.start('worker')
  }
  while ((await query(left)).length > 0) await delay(100)

  const told = await toldAfter(0)
  const each = { tickets, events: tickets }
  expect(told.filter((row) => row.type === 'sla.breached')).toEqual([
    { type: 'sla.breached', clock: 'first_reply', ...each },
    { type: 'sla.breached', clock: 'solution', ...each },
  ])
  // A breach that came first makes a warning needless; none is told twice.
  for (const row of told.filter((one) => one.type === 'sla.warned')) expect(row.events).toBe(row.tickets)
})

test('kill -9 in the middle of a batch that falls due at one moment: told of each ticket exactly once', async () => {
  await desk.kill('worker')
  const [last] = await query<{ id: number }>('select max(id)::int as id from ticket')
  const before = last?.id ?? 0
  await call(tickets, batch, await signIn())
  // All of them at one instant, far enough ahead for the worker to follow them first.
  await query(`update event set at = date_trunc('second', now()) - interval '38 seconds'
    where type = 'ticket.created' and ticket_id > ${before}`)
  await desk.start('worker')
  const breached = async () => (await toldAfter(before)).filter((row) => row.type === 'sla.breached')
  let kills = 0
  for (let seen = 0; (await query(left)).length > 0;) {
    const now = (await breached()).reduce((sum, row) => sum + row.events, 0)
    if (now === seen || kills === rounds) continue
    // Something was told since the last kill: the rest of the batch is under way.
    seen = now
    kills += 1
    await desk.kill('worker')
    await desk.start('worker')
  }
  expect(kills).toBeGreaterThan(0)
  const each = { tickets: batch, events: batch }
  expect(await breached()).toEqual([
    { type: 'sla.breached', clock: 'first_reply', ...each },
    { type: 'sla.breached', clock: 'solution', ...each },
  ])
  for (const row of await toldAfter(before)) expect(row.events).toBe(row.tickets)
})

/** How many tickets' deadlines are those of a policy that promises so many minutes. */
async function countedBy(minutes: number): Promise<number> {
  const [row] = await query<{ count: number }>(`select count(*)::int as count from ticket
    join event on event.ticket_id = ticket.id and event.type = 'ticket.created'
    where ticket.due_at = date_trunc('milliseconds', event.at) + interval '${minutes} minutes'`)
  return row?.count ?? 0
}

test('kill -9 in the middle of counting anew: it goes on by itself, and tells nothing twice', async () => {
  const as = await signIn()
  const all = tickets + batch
  const [policy] = await query<{ id: number }>('select id::int from sla_policy')
  const [mark] = await query<{ id: number }>('select max(id)::int as id from event')
  let killedAt = 0
  for (const [version, minutes] of [2000, 1].entries()) {
    const promise = aroundTheClock(minutes)
    const answer = await fetch(`${api}/sla/policies/${policy?.id}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', ...as },
      body: JSON.stringify({
        version: version + 1,
        includesOpen: false,
        policy: slaPolicy({ targets: everyPriority({ firstReply: promise, solution: promise }) }),
      }),
    })
    expect(answer.status).toBe(200)
    for (;;) {
      const [work] = await query<{ done: number }>(
        'select done from sla_recomputation where finished_at is null',
      )
      if (!work) break
      // Once: the job of a dead worker is given to another only when it has been silent for half a minute.
      if (minutes === 1 && work.done > 0 && killedAt === 0) {
        killedAt = work.done
        await desk.kill('worker')
        await desk.start('worker')
      }
    }
    expect(await countedBy(minutes)).toBe(all)
  }
  expect(killedAt).toBeGreaterThan(0)
  expect(killedAt).toBeLessThan(all)
  // What had been told of the very deadlines that hold again is not told again.
  const told = await query(
    `select 1 from event where type in ('sla.warned', 'sla.breached') and id > ${mark?.id}`,
  )
  expect(told).toEqual([])
}, 300_000)
