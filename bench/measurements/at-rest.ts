import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { chromium, type Page } from 'playwright-core'
import { type Bench, openBench, print } from '../load/bench.ts'
import { createClient, json, signIn } from '../load/client.ts'
import { startDesk } from '../load/desk.ts'
import { memoryMb } from '../load/processes.ts'
import { ADMIN_EMAIL, PASSWORD } from '../seed/plan.ts'

/** Long enough for idle database connections to have been closed. */
const REST_MS = 20_000
const PATIENCE_MS = 60_000
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome'].map((name) => `/usr/bin/${name}`)

/** `start`: the second `npm start`, from the command to the first list of tickets, in seconds. */
export async function start(dataDir: string): Promise<void> {
  const first = await startDesk(dataDir, 'npm start')
  const admin = await signIn(first.base, ADMIN_EMAIL, PASSWORD)
  admin.close()
  await first.stop()
  const startedAt = performance.now()
  const second = await startDesk(dataDir, 'npm start')
  const client = createClient(second.base, { cookie: admin.cookie })
  await json(client.ask('GET', '/api/v1/tickets'))
  print('start', (performance.now() - startedAt) / 1000, 's')
  client.close()
  await second.stop()
}

/** `idle`: memory of server and database, some time after an agent has looked at a list, five tickets and a search. */
export async function idle(dataDir: string, tickets: number): Promise<void> {
  const bench = await openBench(dataDir, tickets)
  await json(bench.admin.ask('GET', '/api/v1/tickets'))
  for (let n = 0; n < 5; n++) await json(bench.admin.ask('GET', `/api/v1/tickets/${tickets - n}`))
  await json(bench.admin.ask('GET', `/api/v1/search?q=${encodeURIComponent('вернуть деньги')}`))
  await delay(REST_MS)
  print('idle', memoryMb(bench.desk.roots), 'MB')
  await bench.close()
}

/** `disk_100k`: database and stored files for a hundred thousand tickets, in megabytes. */
export async function disk({ database, dataDir, tickets }: Bench): Promise<void> {
  const { rows } = await database.query<{ bytes: string; count: string }>(
    `select pg_database_size(current_database())::text as bytes, (select count(*) from ticket)::text as count`,
  )
  const stored = await folderBytes(path.join(dataDir, 'blobs'))
  const count = Math.max(tickets, Number(rows[0]?.count ?? 0))
  print('disk_100k', ((Number(rows[0]?.bytes ?? 0) + stored) / 2 ** 20 / count) * 100_000, 'MB')
}

async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile())
  const sizes = await Promise.all(
    files.map(async (file) => (await stat(path.join(file.parentPath, file.name))).size),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

/**
 * `bundle`: document, scripts and styles that a browser without a cache fetches until the list of tickets arrives, as
 * compressed on the wire; `bundle_fonts` and whatever is fetched ahead of need afterwards (`bundle_later`) apart. By
 * `npm start`, which builds the web apps if they are stale.
 */
export async function bundle(dataDir: string): Promise<void> {
  const executablePath = BROWSERS.find((file) => existsSync(file))
  if (executablePath === undefined) return console.error('bundle was left out: no Chromium is installed')
  const desk = await startDesk(dataDir, 'npm start')
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    const admin = await signIn(desk.base, ADMIN_EMAIL, PASSWORD)
    admin.close()
    const context = await browser.newContext()
    const [name = '', value = ''] = admin.cookie.split('=')
    await context.addCookies([{ name, value, url: desk.base }])
    const bytes = await firstLoad(await context.newPage(), desk.base)
    for (const [part, size] of Object.entries(bytes)) print(part, size / 1024, 'KB')
  } finally {
    await browser.close()
    await desk.stop()
  }
}

async function firstLoad(page: Page, base: string): Promise<Record<string, number>> {
  const session = await page.context().newCDPSession(page)
  const bytes = { bundle: 0, bundle_fonts: 0, bundle_later: 0 }
  const kinds = new Map<string, string>()
  let isListed = false
  session.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId) ?? ''
    if (kind === 'Font') bytes.bundle_fonts += encodedDataLength
    else if (['Document', 'Script', 'Stylesheet'].includes(kind)) {
      bytes[isListed ? 'bundle_later' : 'bundle'] += encodedDataLength
    }
  })
  await session.send('Network.enable')
  const listed = page.waitForResponse((response) => /\/api\/v1\/tickets(\?|$)/.test(response.url()), {
    timeout: PATIENCE_MS,
  })
  await page.goto(`${base}/`)
  await listed
  isListed = true
  await page.waitForLoadState('networkidle')
  return bytes
}
