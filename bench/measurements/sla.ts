import { setTimeout as delay } from 'node:timers/promises'
import type { SlaPolicyInput } from '#contract/sla.ts'
import { type Bench, print } from '../load/bench.ts'
import { json } from '../load/client.ts'
import { percentile } from '../load/measure-http.ts'
import { processorMs } from '../load/processes.ts'

const CLOCKS = 100_000
const REST_MS = 20_000
const SINGLE = 100
const BURST = 500
const PATIENCE_MS = 120_000

/**
 * `sla_clocks`: how many run. `sla_idle`: how much of one processor core the whole desk uses while they do and nothing is
 * due; `sla_idle_without` the same before them. `sla_due_p95`, `sla_due_max`: from a due moment to the notice that reaches
 * browsers, ticket after ticket; `sla_burst_max`: of the last of 500 that are due at one moment.
 */
export async function sla(bench: Bench): Promise<void> {
  const { database, admin } = bench
  await clear(bench)
  // What the start itself does is over by then.
  await delay(REST_MS / 2)
  const without = await coreShare(bench)
  const policy: SlaPolicyInput = { ...promise, name: `Bench ${Date.now()}` }
  const added = await json(admin.ask('POST', '/api/v1/sla/policies', { policy, includesOpen: false }))
  const { id } = added as { id: number }
  const far = Date.now() + 30 * 86_400_000
  await sow(bench, id, far - 60_000, 'true')
  const { rows } = await database.query<{ count: number }>('select count(*)::int as count from sla_ticket')
  print('sla_clocks', rows[0]?.count ?? 0, '')
  await database.query('vacuum analyze sla_ticket')
  await delay(REST_MS / 2)
  print('sla_idle', await coreShare(bench), '%')
  print('sla_idle_without', without, '%')

  const single = await dueLatencies(bench, id, SINGLE, 40)
  print('sla_due_p95', percentile(single, 0.95), 'ms')
  print('sla_due_max', Math.max(...single), 'ms')
  const burst = await dueLatencies(bench, id, BURST, 0)
  print('sla_burst_max', Math.max(...burst), 'ms')
  await clear(bench)
}

const nothing = { firstReply: null, nextReply: null, update: null, solution: null }
const minute = { ...nothing, solution: { minutes: 1, time: 'calendar' as const } }
const promise: SlaPolicyInput = {
  name: '',
  isActive: true,
  calendarId: null,
  // For nothing that comes by itself.
  conditions: [{ field: 'tag', operator: 'any_of', values: ['of the bench alone'] }],
  targets: { low: minute, medium: minute, high: minute, critical: minute },
  stages: [],
  pausedIn: [],
  pausesWhenFrozen: false,
  pausedClocks: [],
  onReopen: 'resume',
  warnings: [],
}

/** Of one core, in percent, over a rest. */
async function coreShare({ desk }: Bench): Promise<number> {
  const before = processorMs(desk.roots)
  await delay(REST_MS)
  return ((processorMs(desk.roots) - before) / REST_MS) * 100
}

/** Gives tickets a clock of a minute that began at an instant (epoch ms), or that and a little later for each next one. */
async function sow(bench: Bench, policyId: number, from: number, where: string, stepMs = 0): Promise<void> {
  await bench.database.query(
    `insert into sla_ticket (ticket_id, policy_id, policy_version, is_set, state, last_event_id, event_count, next_at)
    select id, $1::bigint, 1, true, jsonb_build_object('at', began, 'status', 'open', 'priority', 'medium', 'teamId', null,
        'isFrozen', false, 'repliedAt', null, 'mergedFrom', null, 'waiting', '[]'::jsonb, 'policyId', $1::bigint, 'clocks',
        jsonb_build_array(jsonb_build_object('kind', 'solution', 'run', 1, 'teamId', null, 'carriedMs', 0, 'carried', '[]'::jsonb, 'fired', '[]'::jsonb,
          'end', null, 'target', '{"ms": 60000, "time": "calendar"}'::jsonb, 'segments', jsonb_build_array(jsonb_build_object(
            'from', began, 'to', null, 'kind', 'run', 'time', 'calendar', 'policyId', $1::bigint, 'targetMs', 60000,
            'countedMs', 0, 'cause', '{"eventId": null, "reason": "created"}'::jsonb))))),
      (select coalesce(max(id), 0) from event), 0, to_timestamp((began + 60000) / 1000.0)
    from (select id, $2::bigint + (row_number() over (order by id) - 1) * $3::bigint as began
      from ticket where ${where} order by id desc limit ${CLOCKS}) as sown
    on conflict (ticket_id) do update set state = excluded.state, next_at = excluded.next_at`,
    [policyId, from, stepMs],
  )
}

/** How long after its moment each is told, in ms. */
async function dueLatencies(
  bench: Bench,
  policyId: number,
  count: number,
  stepMs: number,
): Promise<number[]> {
  const { database } = bench
  const { rows } = await database.query<{ id: string }>(
    `select ticket_id as id from sla_ticket where next_at > now() + interval '1 day' order by random() limit $1`,
    [count],
  )
  const ids = rows.map((row) => Number(row.id)).toSorted((a, b) => a - b)
  const first = Date.now() + 4000
  const dueAt = new Map(ids.map((id, index) => [id, first + index * stepMs]))
  const latencies: number[] = []
  const done = Promise.withResolvers<void>()
  const hear = ({ payload }: { payload?: string | undefined }): void => {
    const { ticketId } = JSON.parse(payload ?? '{}') as { ticketId?: number }
    const due = dueAt.get(ticketId ?? 0)
    if (due === undefined || Date.now() < due) return
    dueAt.delete(ticketId ?? 0)
    latencies.push(Date.now() - due)
    if (dueAt.size === 0) done.resolve()
  }
  database.on('notification', hear)
  await database.query('listen otklik')
  await sow(bench, policyId, first - 60_000, `id in (${ids.join(',')})`, stepMs)
  const patience = setTimeout(() => done.reject(new Error('due moments were not acted on')), PATIENCE_MS)
  await done.promise
  clearTimeout(patience)
  await database.query('unlisten otklik')
  database.off('notification', hear)
  return latencies
}

/** The desk without clocks and without what they said. */
async function clear({ database }: Bench): Promise<void> {
  await database.query('update ticket set due_at = null, due_kind = null where due_at is not null')
  await database.query('truncate sla_ticket')
  await database.query('delete from sla_recomputation')
  await database.query(`delete from sla_policy where name like 'Bench %'`)
  await database.query(`delete from event_demand where task like 'sla.%'`)
}
