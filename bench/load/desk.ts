import { spawn } from 'node:child_process'
import { once } from 'node:events'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { startEmbeddedPostgres } from '#server/platform/embedded-postgres/index.ts'
import { ADMIN_EMAIL, INBOX, PASSWORD } from '../seed/plan.ts'
import { createClient } from './client.ts'
import type { Timing } from './tell-times.ts'

/** A whole Otklik in a process of its own, as `npm start` runs it, on the seeded data. */
export interface Desk {
  base: string
  smtpPort: number
  /** From the start of the process to the first answer, in seconds. */
  startSeconds: number
  /** The server and its database. */
  roots: number[]
  database: pg.Client
  stop(): Promise<void>
}

const PATIENCE_MS = 120_000
const root = path.join(import.meta.dirname, '../..')

/**
 * `npm start` checks what is installed and built before it serves; the server alone does not. `onAnswer` hears how long
 * each answer took in the server's own process.
 */
export async function startDesk(
  dataDir: string,
  how: 'server' | 'npm start' = 'server',
  onAnswer?: (timing: Timing) => void,
): Promise<Desk> {
  const [port, smtpPort] = [await freePort(), await freePort()]
  const base = `http://127.0.0.1:${port}`
  const startedAt = performance.now()
  const main = how === 'server' ? 'server/main.ts' : 'scripts/start.mjs'
  const timing = onAnswer ? ['--import', path.join(import.meta.dirname, 'tell-times.ts')] : []
  // As `npm start` and the image have it.
  const server = spawn(process.execPath, ['--max-semi-space-size=8', ...timing, main], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit', ...(onAnswer ? ['ipc' as const] : [])],
    env: {
      PATH: process.env['PATH'],
      DATA_DIR: dataDir,
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_URL: base,
      SMTP_HOST: '127.0.0.1',
      SMTP_PORT: String(smtpPort),
      LOG_LEVEL: 'error',
      // Visitors of a chat come from as many addresses as there are of them.
      TRUST_PROXY: '127.0.0.1',
      OTKLIK_ADMIN_EMAIL: ADMIN_EMAIL,
      OTKLIK_ADMIN_PASSWORD: PASSWORD,
      OTKLIK_INBOX: INBOX,
    },
  })
  if (onAnswer) server.on('message', (message) => onAnswer(message as Timing))
  const ended = once(server, 'exit')
  await answering(base, ended)
  const startSeconds = (performance.now() - startedAt) / 1000
  const postgres = await startEmbeddedPostgres({ dataDir })
  const database = new pg.Client({ connectionString: postgres.url, application_name: 'otklik-bench' })
  await database.connect()
  const { rows } = await database.query<{ pid: number }>(
    `select pg_stat_file('postmaster.pid') is not null as is_there, split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int as pid`,
  )
  const stop = async (): Promise<void> => {
    await database.end()
    await postgres.stop()
    server.kill('SIGTERM')
    await ended
  }
  return { base, smtpPort, startSeconds, roots: [server.pid ?? 0, rows[0]?.pid ?? 0], database, stop }
}

async function answering(base: string, ended: Promise<unknown>): Promise<void> {
  const client = createClient(base)
  let isGone = false
  void ended.then(() => (isGone = true))
  for (const since = performance.now(); performance.now() - since < PATIENCE_MS; await delay(20)) {
    if (isGone) throw new Error('the server ended before it answered')
    const answer = await client.ask('GET', '/health/ready').catch(() => undefined)
    if (answer?.status === 200) return client.close()
  }
  throw new Error('the server did not answer in time')
}

async function freePort(): Promise<number> {
  const probe = net.createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as net.AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
