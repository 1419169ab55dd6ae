import { mkdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import pg from 'pg'
import { migrate } from '#server/platform/database/migrate.ts'
import { openDatabase } from '#server/platform/database/open-database.ts'
import { startEmbeddedPostgres } from '#server/platform/embedded-postgres/index.ts'
import { isLexiconWord } from '#server/platform/search-index.ts'
import { createWriter } from '../text/letter.ts'
import { dropIndexes, makeIndexes } from './indexes.ts'
import { AGENT_EMAIL, AGENTS, customersOf, INBOX, POSTS_PER_TICKET, TEAMS } from './plan.ts'
import type { SeedTask } from './worker.ts'

/** Loading needs no crash safety: a load that breaks off is begun again. Undone at the end. */
const LOADING = { fsync: 'off', full_page_writes: 'off', max_wal_size: '8GB', autovacuum: 'off' }

/**
 * Fills `dataDir` with a desk of so many tickets, five messages each. What is there already is thrown away. The rows are
 * the same on every machine and every time.
 */
export async function seed(dataDir: string, tickets: number): Promise<void> {
  const startedAt = performance.now()
  const say = (text: string): void =>
    console.error(`${((performance.now() - startedAt) / 1000).toFixed(0)} s  ${text}`)
  await rm(dataDir, { recursive: true, force: true })
  await mkdir(dataDir, { recursive: true })
  const postgres = await startEmbeddedPostgres({
    dataDir,
    settings: { shared_preload_libraries: 'pg_stat_statements', 'pg_stat_statements.track_planning': 'on' },
  })
  const clients = await Promise.all(
    os.availableParallelism() > 1 ? [connect(postgres.url), connect(postgres.url)] : [connect(postgres.url)],
  )
  const [client] = clients
  if (!client) throw new Error('no connection')
  try {
    const database = openDatabase({ url: postgres.url })
    await migrate(database.pool)
    await database.close()
    await client.query('create extension if not exists pg_stat_statements')
    for (const [name, value] of Object.entries(LOADING))
      await client.query(`alter system set ${name} = '${value}'`)
    await client.query('select pg_reload_conf()')
    await insertPeople(client)
    const indexes = await dropIndexes(client)
    say('loading')
    await load(postgres.url, tickets, say)
    say('indexes')
    await makeIndexes(clients, indexes)
    await fillLexicon(client, tickets)
    say('statistics')
    await client.query(
      `select setval('ticket_number_seq', ${tickets}), setval('post_id_seq', ${tickets * (POSTS_PER_TICKET + 1) + 1000}),
         setval(pg_get_serial_sequence('customer', 'id'), ${customersOf(tickets)})`,
    )
    for (const name of Object.keys(LOADING)) await client.query(`alter system reset ${name}`)
    await client.query('vacuum analyze')
    await client.query('select pg_reload_conf()')
    await client.query('checkpoint')
    await writeFile(path.join(dataDir, 'seeded.json'), JSON.stringify({ tickets }))
    say(`done: ${tickets} tickets in ${dataDir}`)
  } finally {
    for (const one of clients) await one.end()
    await postgres.stop()
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client
}

async function insertPeople(client: pg.Client): Promise<void> {
  await client.query(
    `insert into team (name, created_at) select 'Отдел ' || n, now() from generate_series(1, ${TEAMS}) n`,
  )
  for (let n = 1; n <= AGENTS; n++) {
    await client.query(
      `insert into agent (email, name, role_id, language, created_at, updated_at)
       select $1, $2, id, 'ru', now(), now() from role where key = 'agent'`,
      [AGENT_EMAIL(n), `Сотрудник ${n}`],
    )
  }
  await client.query(
    `insert into inbox (kind, name, address, receives_by, created_at, updated_at) values ('email', 'support', $1, 'smtp', now(), now())`,
    [INBOX],
  )
}

async function load(url: string, tickets: number, say: (text: string) => void): Promise<void> {
  const of = Math.max(1, os.availableParallelism())
  let loaded = 0
  await Promise.all(
    Array.from({ length: of }, (_, worker) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const thread = new Worker(new URL('./worker.ts', import.meta.url), {
        workerData: { url, tickets, worker, of } satisfies SeedTask,
        // A batch is garbage as soon as it is written: much of it at once is cheaper to collect.
        resourceLimits: { maxYoungGenerationSizeMb: 128 },
      })
      thread.on('message', (count: number) => {
        const before = Math.floor((loaded * 10) / tickets)
        loaded += count
        if (Math.floor((loaded * 10) / tickets) > before) say(`${loaded} tickets`)
      })
      thread.on('error', reject)
      thread.on('exit', (code) =>
        code === 0 ? resolve() : reject(new Error(`a seeding thread ended with ${code}`)),
      )
      return promise
    }),
  )
}

/** The words of the vocabularies, as often as they are drawn: what the desk would have learnt from its letters. */
async function fillLexicon(client: pg.Client, tickets: number): Promise<void> {
  const { vocabularies } = createWriter()
  const seen = new Map<string, number>()
  for (const { ranked } of [vocabularies.ru, vocabularies.en]) {
    for (const [rank, forms] of ranked.entries()) {
      const count = Math.max(1, Math.round((tickets * 20) / (rank + 2.7) ** 1.1))
      const known = forms[0]?.lemmas.filter(isLexiconWord) ?? []
      for (const lemma of known) seen.set(lemma, (seen.get(lemma) ?? 0) + count)
    }
  }
  await client.query('insert into lexicon select * from unnest($1::text[], $2::int[])', [
    [...seen.keys()],
    [...seen.values()],
  ])
}
