import { type Bench, print } from './bench.ts'
import { processorMs } from './processes.ts'

const WARM_UP = 30
const ALONE = { most: 400, least: 50, ms: 12_000 }
const TOGETHER = { clients: 8, ms: 8000 }

/**
 * One client, then eight. Prints `NAME_p50_1` and `NAME_p95_1` (ms), `NAME_rps_8`, `NAME_cpu` (processor of server and
 * database per request, over both), `NAME_db` (what PostgreSQL says it spent planning and executing per request),
 * `NAME_statements` and `NAME_syncs` (statements, and times it made the disk keep its log, per request). The last two
 * are the same on a busy machine.
 */
export async function measureHttp(bench: Bench, name: string, request: () => Promise<void>): Promise<void> {
  for (let n = 0; n < WARM_UP; n++) await request()
  await bench.database.query('select pg_stat_statements_reset()')
  const before = processorMs(bench.desk.roots)
  const syncsBefore = await logSyncs(bench)

  const times: number[] = []
  const aloneAt = performance.now()
  while (
    times.length < ALONE.most &&
    (times.length < ALONE.least || performance.now() - aloneAt < ALONE.ms)
  ) {
    const at = performance.now()
    await request()
    times.push(performance.now() - at)
  }

  let answered = 0
  const togetherAt = performance.now()
  await Promise.all(
    Array.from({ length: TOGETHER.clients }, async () => {
      while (performance.now() - togetherAt < TOGETHER.ms) {
        await request()
        answered++
      }
    }),
  )
  const seconds = (performance.now() - togetherAt) / 1000
  const processor = processorMs(bench.desk.roots) - before
  const requests = times.length + answered
  print(`${name}_p50_1`, percentile(times, 0.5), 'ms')
  print(`${name}_p95_1`, percentile(times, 0.95), 'ms')
  print(`${name}_rps_8`, answered / seconds, '1/s')
  print(`${name}_cpu`, processor / requests, 'ms')
  const database = await databaseWork(bench)
  print(`${name}_db`, database.ms / requests, 'ms')
  print(`${name}_statements`, database.statements / requests, '')
  print(`${name}_syncs`, ((await logSyncs(bench)) - syncsBefore) / requests, '')
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

async function databaseWork({ database }: Bench): Promise<{ ms: number; statements: number }> {
  const { rows } = await database.query<{ ms: number; statements: number }>(
    `select coalesce(sum(total_exec_time + total_plan_time), 0) as ms, coalesce(sum(calls), 0)::int as statements
     from pg_stat_statements where query not like '%pg_stat%'`,
  )
  return rows[0] ?? { ms: 0, statements: 0 }
}

/** Since PostgreSQL started. */
async function logSyncs({ database }: Bench): Promise<number> {
  const { rows } = await database.query<{ syncs: number }>(
    `select coalesce(sum(fsyncs), 0)::int as syncs from pg_stat_io where object = 'wal'`,
  )
  return rows[0]?.syncs ?? 0
}
