import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { startEmbeddedPostgres } from '#server/platform/embedded-postgres/index.ts'
import { livePostmaster } from '#server/platform/embedded-postgres/postmaster.ts'
import { buildLetter, deliver } from '#test/builders/letter.ts'
import { startSink } from '#test/servers/sink.ts'
import { CrashDesk, freePort } from './crash-desk.ts'

const rounds = 20
const inbox = 'support@localhost'
const administrator = { email: 'admin@desk.example', password: 'correct horse battery' }

const dataDir = await mkdtemp(path.join(os.tmpdir(), 'otklik-crash-'))
const sink = await startSink()
// Without fsync: what was written survives the death of processes; the loss of power is another test's matter.
await (await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' } })).stop()
const [port, smtpPort] = [await freePort(), await freePort()]
const api = `http://127.0.0.1:${port}/api/v1`
const desk = new CrashDesk({
  DATA_DIR: dataDir,
  PORT: String(port),
  SMTP_PORT: String(smtpPort),
  OTKLIK_ADMIN_EMAIL: administrator.email,
  OTKLIK_ADMIN_PASSWORD: administrator.password,
  OTKLIK_INBOX: inbox,
  OTKLIK_SMTP_URL: `smtp://127.0.0.1:${sink.port}`,
})
afterAll(async () => {
  await desk.kill('worker', 'SIGTERM')
  await desk.kill('web', 'SIGTERM')
  await sink.stop()
  await rm(dataDir, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 })
})

/** Any instant, and yet the same ones in every run. */
let seed = 20_261_122
function instant(longestMs: number): number {
  seed = (seed * 48_271) % 2_147_483_647
  return (seed / 2_147_483_647) * longestMs
}

/** What a mail server and a browser do when the other side is gone: try the same thing again. */
async function untilDone<T>(attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt()
    } catch {
      await delay(50)
    }
  }
}

async function sendLetter(serial: number): Promise<void> {
  const from = `customer${serial}@customer.example`
  const raw = buildLetter({
    from,
    to: inbox,
    subject: `Letter ${serial}`,
    messageId: `crash-${serial}@c.example`,
  })
  await untilDone(() => deliver(smtpPort, raw, { from, to: inbox }))
}

async function ask(method: string, where: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(`${api}${where}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${where}: ${answer.status} ${await answer.text()}`)
  return answer
}

async function signIn(): Promise<Record<string, string>> {
  const answer = await untilDone(() => ask('POST', '/sessions', administrator))
  return {
    cookie: answer.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; '),
  }
}

async function reply(ticketId: number, serial: number, as: Record<string, string>): Promise<void> {
  const headers = { ...as, 'idempotency-key': `crash-reply-${serial}` }
  await untilDone(() => ask('POST', `/tickets/${ticketId}/replies`, { text: `Reply ${serial}.` }, headers))
}

async function killPostmaster(): Promise<void> {
  const postmaster = await livePostmaster(path.join(dataDir, 'postgres'))
  if (postmaster) process.kill(postmaster.pid, 'SIGKILL')
}

/** Each names who is killed; whoever is not brought up again by itself is started again. */
const blows: (() => Promise<void>)[] = [
  async () => {
    await desk.kill('web')
    await desk.start('web')
  },
  async () => {
    await desk.kill('worker')
    await desk.start('worker')
  },
  killPostmaster,
  async () => {
    await Promise.all([desk.kill('web'), desk.kill('worker'), killPostmaster()])
    await desk.start('web')
    await desk.start('worker')
  },
]

async function query<T extends pg.QueryResultRow>(text: string): Promise<T[]> {
  const client = new pg.Client({
    host: path.join(dataDir, 'postgres-socket'),
    user: 'otklik',
    database: 'otklik',
  })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<T>(text)).rows
  } finally {
    await client.end()
  }
}

const unfinished = `
  select 'letter' as kind, id, state from inbound_letter where state = 'received'
  union all select 'reply', id, delivery_state from reply where delivery_state not in ('sent', 'failed', 'unconfirmed')`

async function untilFinished(): Promise<void> {
  while ((await untilDone(() => query(unfinished))).length > 0) await delay(100)
}

test(`kill -9 of the server, a worker, the database, all of them: ${rounds} times`, async ({ annotate }) => {
  await desk.start('web')
  await desk.start('worker')
  const as = await signIn()
  await sendLetter(0)
  await untilFinished()
  const [first] = await query<{ id: string }>('select id from ticket')
  const ticketId = Number(first?.id)

  let letters = 1
  let replies = 0
  for (let round = 0; round < rounds; round++) {
    const work = [sendLetter(letters++), sendLetter(letters++), reply(ticketId, replies++, as)]
    await delay(instant(250))
    work.push(sendLetter(letters++))
    await blows[round % blows.length]?.()
    await Promise.all(work)
  }
  await untilFinished()

  const tickets = await query<{ subject: string; count: number }>(
    `select subject, count(*)::int as count from ticket group by subject order by length(subject), subject`,
  )
  expect(tickets).toEqual(Array.from({ length: letters }, (_, i) => ({ subject: `Letter ${i}`, count: 1 })))

  const written = await query<{ text: string; state: string }>(
    `select text, delivery_state as state from reply where not is_automatic order by id`,
  )
  expect(written.map((row) => row.text.trim())).toEqual(
    Array.from({ length: replies }, (_, i) => `Reply ${i}.`),
  )
  for (const { text, state } of written) {
    const arrived = sink.letters.filter(({ letter }) => letter.text?.includes(text.trim())).length
    const why = `${text} is ${state}\n${desk.said.join('\n')}`
    if (state === 'sent') expect(arrived, why).toBe(1)
    else expect(arrived, why).toBeLessThanOrEqual(1)
  }
  const states = Object.entries(Object.groupBy(written, (row) => row.state)).map(
    ([s, rows]) => `${rows?.length} ${s}`,
  )
  await annotate(`${letters} letters, ${replies} replies: ${states.join(', ')}`)
}, 600_000)
