import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { freeDeadJobs } from '#server/platform/jobs/free-dead-jobs.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { testPlatform } from '#test/platform.ts'
import { freezeTicket } from './freeze-ticket.ts'
import { lockTicketRow } from './queries.ts'

const platform = await testPlatform()
const { db, pool } = platform.database

const running = new Set<ChildProcess>()
async function startOne(): Promise<ChildProcess> {
  const child = fork(new URL('worker.fixture.ts', import.meta.url), {
    env: {
      ...process.env,
      DATABASE_URL: platform.config.databaseUrl,
      DATA_DIR: platform.config.dataDir,
      SECRET_KEY: platform.config.secretKey,
      LOG_LEVEL: 'error',
    },
    execArgv: [],
  })
  running.add(child)
  await once(child, 'message')
  return child
}
async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
  running.delete(child)
}
afterEach(async () => {
  await Promise.all([...running].map(kill))
})

/** Tickets whose time came while the server was down: their jobs are due before anybody works. */
async function freezeMany(count: number): Promise<number[]> {
  const ids: number[] = []
  const by = { actor: { kind: 'system', id: null } } as const
  const past = Date.now() - 3_600_000
  for (let at = 0; at < count; at++) {
    const { ticketId } = await buildMessage(db)
    await inTransaction(db, async (tx) => {
      const ticket = await lockTicketRow(tx, ticketId)
      if (!ticket) throw new Error('gone')
      await freezeTicket(tx, ticket, new Date(past + 1000), by, new Date(past))
    })
    ids.push(ticketId)
  }
  return ids
}

async function frozenOf(ids: readonly number[]): Promise<number> {
  const { rows } = await sql<{ frozen: number }>`select count(*)::int as frozen from ticket
    where id = any(${[...ids]}::bigint[]) and frozen_until is not null`.execute(db)
  return rows[0]?.frozen ?? 0
}

test(
  'killed again and again around the moment, each comes back once, also when nobody worked at its time',
  { timeout: 300_000 },
  async () => {
    const ids = await freezeMany(150)
    let kills = 0
    let child = await startOne()
    while ((await frozenOf(ids)) > 0) {
      if (kills < 5) {
        await delay(Math.random() * 40)
        await kill(child)
        kills += 1
        await freeDeadJobs(pool, 0)
        child = await startOne()
      } else await delay(50)
    }
    expect(kills).toBeGreaterThan(0)
    const { rows } = await sql<{ ticket_id: number; times: number }>`
      select ticket_id, count(*)::int as times from event
      where type = 'ticket.unfrozen' and ticket_id = any(${ids}::bigint[]) group by ticket_id`.execute(db)
    expect(rows).toHaveLength(150)
    expect(rows.filter(({ times }) => times !== 1)).toEqual([])
    const { rows: open } = await sql<{
      categories: string[]
    }>`select array_agg(distinct status_category) as categories
      from ticket where id = any(${ids}::bigint[])`.execute(db)
    expect(open[0]?.categories).toEqual(['new'])
  },
)
