import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { freeDeadJobs } from '#server/platform/jobs/free-dead-jobs.ts'
import { ruleDesk } from '#test/builders/rule-desk.ts'

const desk = await ruleDesk()
const { platform, db, addRule, addTicket } = desk

/** Each takes four jobs at a time. */
async function startProcess(): Promise<ChildProcess> {
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

const running = new Set<ChildProcess>()
async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
  running.delete(child)
}
afterEach(async () => {
  await Promise.all([...running].map(kill))
})

/** The events and their jobs commit together; the jobs lie in an order that has nothing to do with the events'. */
async function burst(ticketIds: readonly number[], each: number): Promise<void> {
  await sql`
    with told as (
      insert into event (at, type, ticket_id, actor_kind, data)
      select now(), 'note.added', ticket_id, 'agent', json_build_object('noteId', null)
      from generate_series(1, ${each}::int) as n, unnest(${[...ticketIds]}::bigint[]) as ticket_id
      returning id, ticket_id
    ), shuffled as (select id, ticket_id from told order by random())
    select count(graphile_worker.add_job('rules.answer',
      json_build_object('eventId', id, 'ticketId', ticket_id))) from shuffled`.execute(db)
}

async function waitingJobs(): Promise<number> {
  const { rows } = await sql<{ jobs: number }>`select count(*) as jobs from graphile_worker.jobs`.execute(db)
  return rows[0]?.jobs ?? 0
}

test(
  'by several processes, one killed in the middle: each rule once for each event, in the order of the ticket',
  { timeout: 300_000 },
  async () => {
    const triggers = [{ on: 'note_added' as const }]
    for (const text of ['First.', 'Second.'])
      await addRule({ triggers, actions: [{ type: 'add_tags', tags: [text] }] })
    const tickets = await Promise.all(Array.from({ length: 12 }, () => addTicket()))
    await burst(tickets, 10)
    const [victim] = await Promise.all(Array.from({ length: 3 }, startProcess))
    if (victim) await kill(victim)
    await freeDeadJobs(platform.database.pool, 0)
    while ((await waitingJobs()) > 0) await delay(50)
    const { rows } = await sql<{ ticket_id: number; event_id: number; rule_id: number }>`
      select ticket_id, event_id, rule_id from rule_run order by ticket_id, id`.execute(db)
    expect(rows).toHaveLength(12 * 10 * 2)
    const inOrder = rows.toSorted(
      (a, b) => a.ticket_id - b.ticket_id || a.event_id - b.event_id || a.rule_id - b.rule_id,
    )
    expect(rows).toEqual(inOrder)
    expect(new Set(rows.map((row) => `${row.event_id} ${row.rule_id}`)).size).toBe(rows.length)
  },
)
