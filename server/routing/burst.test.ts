import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import type { RoutingMethod } from '#contract/routing.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { freeDeadJobs } from '#server/platform/jobs/free-dead-jobs.ts'
import { buildAgent, buildTeam } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { testPlatform } from '#test/platform.ts'
import { askForEvents } from './ask-for-events.ts'
import './jobs.ts'

/** Four worker processes over one database, as a desk that has grown runs them; each takes four jobs at a time. */
const processes = 4
const platform = await testPlatform()
const { db, pool } = platform.database

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
  await once(child, 'message')
  return child
}

const running = new Set<ChildProcess>()
async function startOne(): Promise<ChildProcess> {
  const child = await startProcess()
  running.add(child)
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

/** A team of so many people, all online; what of them a second team has as well. */
async function buildPeople(count: number, method: RoutingMethod, capacity: number) {
  const ids: number[] = []
  for (let at = 0; at < count; at++) ids.push((await buildAgent(db)).id)
  const { id: teamId } = await buildTeam(db, { memberIds: ids })
  await addPolicy(teamId, method, capacity)
  await sql`
    insert into agent_seat (agent_id, status_id, meaning, since)
    select agent.id, status.id, 'online', now() from agent, agent_status as status
    where status.key = 'online' and agent.id = any(${ids}::bigint[])`.execute(db)
  return { teamId, ids }
}

async function addPolicy(teamId: number, method: RoutingMethod, capacity: number): Promise<void> {
  await inTransaction(db, async (tx) => {
    await tx
      .insertInto('routing_policy')
      .values({ team_id: teamId, method, capacity, updated_at: new Date() })
      .execute()
    await askForEvents(tx)
  })
}

/** Tickets that arrive at once: their events and jobs commit together. */
async function burst(
  teamIds: readonly number[],
  count: number,
  from?: { customerId: number },
): Promise<void> {
  const { customerId } = from ?? (await buildMessage(db, {}))
  await sql`
    with arrived as (
      insert into ticket (subject, status_id, status_category, customer_id, team_id, source, created_at, updated_at,
        last_activity_at, waiting_since)
      select 'Question ' || n, status.id, 'new', ${customerId}, (${[...teamIds]}::bigint[])[1 + n % ${teamIds.length}],
        'email', now(), now(), now(), now()
      from generate_series(1, ${count}::int) as n, ticket_status as status
      where status.category = 'new' and status.is_default
      returning id, team_id
    ), told as (
      insert into event (at, type, ticket_id, actor_kind)
      select now(), 'ticket.created', id, 'customer' from arrived returning id, ticket_id
    )
    select count(graphile_worker.add_job('routing.answer',
      json_build_object('eventId', told.id, 'ticketId', told.ticket_id))) from told`.execute(db)
}

async function waitingJobs(): Promise<number> {
  const { rows } = await sql<{ jobs: number }>`
    select count(*) as jobs from graphile_worker.jobs where run_at <= now() + interval '1 minute'`.execute(db)
  return rows[0]?.jobs ?? 0
}

async function allDone(meanwhile: () => Promise<void> = async () => undefined): Promise<void> {
  while ((await waitingJobs()) > 0) {
    await meanwhile()
    await delay(50)
  }
}

/** How many open tickets each carries, in the order in which they are asked for. */
async function loads(ids: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ tickets: number }>`
    select count(ticket.id) as tickets from unnest(${[...ids]}::bigint[]) with ordinality as agent (id, place)
    left join ticket on ticket.assignee_id = agent.id and ticket.is_open group by place order by place`.execute(
    db,
  )
  return rows.map((row) => row.tickets)
}

/** What was said of each handing out when it was made: whoever got it carried less than they can. */
async function mostEverCarried(): Promise<number> {
  const { rows } = await sql<{ most: number }>`
    select max((chosen->>'load')::int + 1 - (chosen->>'capacity')::int) as most
    from event, jsonb_array_elements(data->'candidates') as chosen
    where type = 'ticket.routed' and data->>'outcome' = 'assigned' and (chosen->>'isChosen')::boolean`.execute(
    db,
  )
  return rows[0]?.most ?? 0
}

async function handedOutTwice(): Promise<number> {
  const { rows } = await sql`select ticket_id from event
    where type = 'ticket.routed' and data->>'outcome' = 'assigned' group by ticket_id having count(*) > 1`.execute(
    db,
  )
  return rows.length
}

test.for<RoutingMethod>(['round_robin', 'least_loaded'])(
  '1,000 tickets at once over 20 agents by 4 processes, %s: no two differ by more than one',
  { timeout: 300_000 },
  async (method) => {
    const { teamId, ids } = await buildPeople(20, method, 100)
    await burst([teamId], 1000)
    await Promise.all(Array.from({ length: processes }, startOne))
    await allDone()
    const each = await loads(ids)
    expect(each.reduce((sum, one) => sum + one, 0)).toBe(1000)
    expect(Math.max(...each) - Math.min(...each)).toBeLessThanOrEqual(1)
    expect(await handedOutTwice()).toBe(0)
  },
)

test(
  'two teams that share people fill them to the brim and not beyond; the rest waits',
  { timeout: 300_000 },
  async () => {
    const { teamId, ids } = await buildPeople(10, 'least_loaded', 12)
    const other = await buildTeam(db, { memberIds: ids.toReversed() })
    await addPolicy(other.id, 'round_robin', 12)
    await burst([teamId, other.id], 200)
    await Promise.all(Array.from({ length: processes }, startOne))
    await allDone()
    expect(await loads(ids)).toEqual(Array.from({ length: 10 }, () => 12))
    const { rows } = await sql`
      select from routing_wait where team_id = any(${[teamId, other.id]}::bigint[])`.execute(db)
    expect(rows).toHaveLength(80)
    expect(await mostEverCarried()).toBeLessThanOrEqual(0)
  },
)

test(
  'killed again and again in the middle of it, each ticket is handed out once, and fairly',
  { timeout: 300_000 },
  async () => {
    const { teamId, ids } = await buildPeople(20, 'round_robin', 100)
    await burst([teamId], 400)
    const children = await Promise.all(Array.from({ length: 2 }, startOne))
    let kills = 0
    await allDone(async () => {
      if (kills >= 8) return
      const victim = children.shift()
      if (!victim) return
      await delay(Math.random() * 300)
      await kill(victim)
      kills += 1
      await freeDeadJobs(pool, 0)
      children.push(await startOne())
    })
    expect(kills).toBeGreaterThan(1)
    const each = await loads(ids)
    expect(each.reduce((sum, one) => sum + one, 0)).toBe(400)
    expect(Math.max(...each) - Math.min(...each)).toBeLessThanOrEqual(1)
    expect(await handedOutTwice()).toBe(0)
  },
)

test(
  'what waits for whoever knows the customer waits on when every process is killed, and not a moment too long',
  { timeout: 300_000 },
  async () => {
    const { teamId, ids } = await buildPeople(2, 'least_loaded', 40)
    const [anna = 0, oleg = 0] = ids
    const policy = { remembers_days: 30, known_wait_minutes: 30 }
    await db.updateTable('routing_policy').set(policy).where('team_id', '=', teamId).execute()
    await db.updateTable('agent_seat').set({ capacity: 1 }).where('agent_id', '=', anna).execute()
    await burst([teamId], 40, await buildMessage(db, { teamId, assigneeId: anna }))
    const children = await Promise.all(Array.from({ length: 2 }, startOne))
    const kept = () =>
      db.selectFrom('routing_wait').select('ticket_id').where('known_agent_id', '=', anna).execute()
    for (let kills = 0; kills < 4; kills++) {
      const victim = children.shift()
      if (!victim) break
      await delay(Math.random() * 200)
      await kill(victim)
      await freeDeadJobs(pool, 0)
      children.push(await startOne())
    }
    await allDone()
    expect(await kept()).toHaveLength(40)
    expect(await loads(ids)).toEqual([1, 0])
    await Promise.all(children.map(kill))
    await freeDeadJobs(pool, 0)
    await sql`update routing_wait set since = since - interval '1 hour', known_until = known_until - interval '1 hour'
      where team_id = ${teamId}`.execute(db)
    await sql`update graphile_worker._private_jobs set run_at = run_at - interval '1 hour'
      where key = ${`routing.kept:${teamId}`}`.execute(db)
    await startOne()
    await allDone()
    expect(await kept()).toEqual([])
    expect(await db.selectFrom('ticket').where('assignee_id', '=', oleg).select('id').execute()).toHaveLength(
      40,
    )
    expect(await handedOutTwice()).toBe(0)
  },
)
