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

/** Any instant, and yet the same ones in every run. */
let seed = 20_261_122
function instant(longestMs: number): number {
  seed = (seed * 48_271) % 2_147_483_647
  return (seed / 2_147_483_647) * longestMs
}

test('kill -9 of the worker in a burst of due moments: each warning and each breach is told exactly once', async () => {
  await desk.start('web')
  const signedIn = await post('/sessions', administrator)
  const as = {
    cookie: signedIn.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; '),
  }
  const policy = slaPolicy({
    targets: everyPriority({ firstReply: aroundTheClock(1), solution: aroundTheClock(1) }),
    warnings: [{ kind: 'percent', percent: 50 }],
  })
  await post('/sla/policies', { policy, includesOpen: false }, as)
  for (let serial = 0; serial < tickets; serial++) {
    const customer = { name: `Customer ${serial}`, phone: `+7999${String(serial).padStart(7, '0')}` }
    await post('/tickets', { subject: `Call ${serial}`, source: 'phone', customer, text: 'Hello' }, as)
  }
  // As if they had come nearly a minute ago: the deadlines fall, one after the other, into what follows.
  await query(`update event set at = now() - interval '58 seconds' + ticket_id % 60 * interval '100 milliseconds'
    where type = 'ticket.created'`)
  await desk.start('worker')
  for (let round = 0; round < rounds; round++) {
    await delay(400 + instant(1200))
    await desk.kill('worker')
    await desk.start('worker')
  }
  const left = `select ticket.id from ticket left join sla_ticket on sla_ticket.ticket_id = ticket.id
    where sla_ticket.ticket_id is null or sla_ticket.next_at is not null`
  while ((await query(left)).length > 0) await delay(100)

  const told = await query<{ type: string; clock: string; tickets: number; events: number }>(
    `select type, data->>'clock' as clock, count(distinct ticket_id)::int as tickets, count(*)::int as events
    from event where type in ('sla.warned', 'sla.breached') group by 1, 2 order by 1, 2`,
  )
  const each = { tickets, events: tickets }
  expect(told.filter((row) => row.type === 'sla.breached')).toEqual([
    { type: 'sla.breached', clock: 'first_reply', ...each },
    { type: 'sla.breached', clock: 'solution', ...each },
  ])
  // A breach that came first makes a warning needless; none is told twice.
  for (const row of told.filter((one) => one.type === 'sla.warned')) expect(row.events).toBe(row.tickets)
})
