import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { startEmbeddedPostgres } from '#server/platform/embedded-postgres/index.ts'
import { buildLetter, deliver } from '#test/builders/letter.ts'
import { CrashDesk, freePort } from './crash-desk.ts'

const rounds = 6
const lettersPerRound = 12
const inbox = 'support@localhost'
const administrator = { email: 'admin@desk.example', password: 'correct horse battery' }

const dataDir = await mkdtemp(path.join(os.tmpdir(), 'otklik-rules-crash-'))
await (await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' } })).stop()
const [port, smtpPort] = [await freePort(), await freePort()]
const desk = new CrashDesk({
  DATA_DIR: dataDir,
  PORT: String(port),
  SMTP_PORT: String(smtpPort),
  OTKLIK_ADMIN_EMAIL: administrator.email,
  OTKLIK_ADMIN_PASSWORD: administrator.password,
  OTKLIK_INBOX: inbox,
})
afterAll(async () => {
  await desk.kill('worker', 'SIGTERM')
  await desk.kill('web', 'SIGTERM')
  await rm(dataDir, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 })
})

async function ask(where: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1${where}`, {
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
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<T>(text)).rows
  } finally {
    await client.end()
  }
}

async function sendLetter(serial: number): Promise<void> {
  const from = `customer${serial}@customer.example`
  const raw = buildLetter({
    from,
    to: inbox,
    subject: `Возврат ${serial}`,
    messageId: `rules-${serial}@c.example`,
  })
  for (;;) {
    try {
      return await deliver(smtpPort, raw, { from, to: inbox })
    } catch {
      await delay(50)
    }
  }
}

const nothingWaits = `select (select count(*) from inbound_letter where state = 'received')
  + (select count(*) from graphile_worker.jobs where task_identifier = 'rules.answer') as count`

test(`kill -9 of the worker during a burst, ${rounds} times: each rule exactly once for each event`, async ({
  annotate,
}) => {
  await desk.start('web')
  const signedIn = await ask('/sessions', administrator)
  const cookie = signedIn.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
  // The first wakes the second by what it does; both leave notes, which nothing would make one of two.
  const words = { match: 'all', conditions: [{ field: 'text', how: 'any_form', values: ['возвраты'] }] }
  for (const content of [
    {
      triggers: [{ on: 'ticket_created' }],
      conditions: words,
      actions: [
        { type: 'set_priority', priority: 'high' },
        { type: 'add_note', text: 'first' },
      ],
    },
    {
      triggers: [{ on: 'field_changed', field: 'priority', to: ['high'] }],
      conditions: { conditions: [] },
      actions: [{ type: 'add_note', text: 'second' }],
    },
  ])
    await ask('/rules', { name: 'Rule', isActive: true, content }, { cookie })

  await desk.start('worker')
  let letters = 0
  for (let round = 0; round < rounds; round++) {
    const burst = Array.from({ length: lettersPerRound }, () => sendLetter(letters++))
    // Somewhere in the burst, at another place each time.
    const until = letters - lettersPerRound + 1 + (round % (lettersPerRound - 2))
    while (Number((await query<{ count: string }>('select count(*) from rule_pass'))[0]?.count) < until) {
      await delay(5)
    }
    await desk.kill('worker')
    await desk.start('worker')
    await Promise.all(burst)
  }
  while (Number((await query<{ count: string }>(nothingWaits))[0]?.count) > 0) await delay(100)

  const notes = await query<{ text: string; count: string; tickets: string }>(
    `select text, count(*), count(distinct ticket_id) as tickets from note group by text order by text`,
  )
  expect(notes).toEqual(
    ['first', 'second'].map((text) => ({ text, count: String(letters), tickets: String(letters) })),
  )
  const runs = await query<{ count: string; events: string }>(
    `select count(*), count(distinct (rule_id, event_id)) as events from rule_run where outcome = 'acted'`,
  )
  expect(runs).toEqual([{ count: String(letters * 2), events: String(letters * 2) }])
  await annotate(`${letters} letters, ${letters * 2} runs`)
}, 600_000)
