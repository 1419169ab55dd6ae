import { setTimeout as delay } from 'node:timers/promises'
import { type Bench, print } from '../load/bench.ts'
import { json } from '../load/client.ts'
import { composeLetter, openCourier } from '../load/letters.ts'
import { takeLetters } from './ingest.ts'

const RULES = 200
const EVENTS = 300
/** Between two changes: a desk of some fifty busy agents. */
const PAUSE_MS = 25
/** Letters arrive all the while, each of them two events: a desk of 72,000 letters an hour. */
const LETTERS_A_SECOND = 20
const PATIENCE_MS = 120_000

/**
 * What 200 rules that listen cost: `rules_p50` and `rules_p95` (from a change of a ticket to the commit of what rules did
 * about it, while letters arrive at a rate the desk is far from being filled by: at the most it can take, every wait is
 * as long as the queue was let to grow), `ingest_rules` (letters a second with them, beside the same without),
 * `rules_slow` the difference, and `rules_behind` (s from the last ticket to the last answer of the rules).
 */
export async function rules(bench: Bench): Promise<void> {
  const without = await takeLetters(bench)
  const ids = await addRules(bench)
  try {
    await until(async () => (await waitingJobs(bench)) === 0, 'jobs of letters were never done')
    const letters = steadily(bench)
    try {
      await latency(bench)
    } finally {
      await letters.stop()
    }
    await until(async () => (await waitingJobs(bench)) === 0, 'jobs of letters were never done')
    const before = await passes(bench)
    const within = await takeLetters(bench)
    const since = performance.now()
    await until(
      async () => (await passes(bench)) >= before + within.letters,
      'letters were not answered by the rules',
    )
    print('ingest_bare', without.perSecond, '1/s')
    print('ingest_rules', within.perSecond, '1/s')
    print('rules_behind', (performance.now() - since) / 1000, 's')
    print('rules_slow', (1 - within.perSecond / without.perSecond) * 100, '%')
  } finally {
    for (const id of ids) await bench.admin.ask('DELETE', `/api/v1/rules/${id}`)
  }
}

/** Rules as desks have them: words, phrases, groups, fields; one in ten ends in an action on what the bench writes. */
async function addRules({ admin, writer, random }: Bench): Promise<number[]> {
  const ids: number[] = []
  for (let at = 0; at < RULES; at++) {
    const words = Array.from(
      { length: 5 },
      () => `${writer.subject(random, 'ru').text.split(' ')[0] ?? ''} ${at}`,
    )
    const condition =
      at % 10 === 0
        ? { field: 'tags', isNot: true, values: [`rule-${at}`] }
        : { field: 'text', how: 'any_form', values: ['вернуть деньги', ...words] }
    const content = {
      triggers: [
        { on: 'ticket_created' },
        { on: 'customer_wrote' },
        { on: 'field_changed', field: 'priority', key: null, from: null, to: null },
      ],
      conditions: {
        conditions: [
          condition,
          {
            match: 'any',
            conditions: [
              { field: 'priority', values: ['high', 'critical'] },
              { field: 'age_hours', operator: 'above', value: 1 },
            ],
          },
          { field: 'subject', how: 'any_form', values: [`неслыханное${at}`], isNot: true },
        ],
      },
      actions: [{ type: 'add_tags', tags: [`rule-${at % 20}`] }],
    }
    const made = await json<{ id: number }>(
      admin.ask('POST', '/api/v1/rules', { name: `Bench ${at}`, isActive: true, content }),
    )
    ids.push(made.id)
  }
  return ids
}

/** From an agent's change, answered and so committed, to the commit of what the rules did about it. */
async function latency({ admin, database, tickets, random }: Bench): Promise<void> {
  const spans: number[] = []
  const isAnswered = async (id: number) => {
    const { rowCount } = await database.query(
      `select from rule_pass where event_id = (select max(id) from event
        where ticket_id = $1 and type = 'ticket.updated' and actor_kind = 'agent')`,
      [id],
    )
    return rowCount !== 0
  }
  for (let n = 0; n < EVENTS; n++) {
    const id = 1 + random.below(tickets)
    const { version, priority } = await json<{ version: number; priority: string }>(
      admin.ask('GET', `/api/v1/tickets/${id}`),
    )
    const next = priority === 'high' ? 'critical' : 'high'
    await json(admin.ask('PATCH', `/api/v1/tickets/${id}`, { version, priority: next }))
    const since = performance.now()
    await until(() => isAnswered(id), 'a change was not answered by the rules', 1)
    spans.push(performance.now() - since)
    await delay(PAUSE_MS)
  }
  const sorted = spans.toSorted((a, b) => a - b)
  print('rules_p50', sorted[Math.floor(sorted.length / 2)] ?? 0, 'ms')
  print('rules_p95', sorted[Math.floor(sorted.length * 0.95)] ?? 0, 'ms')
}

/** Hands letters in at an even rate, whatever the desk does, until it is stopped. */
function steadily({ desk, writer, random }: Bench): { stop(): Promise<void> } {
  const run = Date.now().toString(36)
  let isStopped = false
  const hand = async (): Promise<void> => {
    const courier = await openCourier(desk.smtpPort)
    const since = performance.now()
    for (let n = 0; !isStopped; n++) {
      await delay(Math.max(0, since + (n * 1000) / LETTERS_A_SECOND - performance.now()))
      await courier.hand(composeLetter(writer, random, `steady.${run}.${n}`))
    }
    courier.close()
  }
  const handing = hand()
  return {
    stop: () => {
      isStopped = true
      return handing
    },
  }
}

async function waitingJobs({ database }: Bench): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    `select count(*)::int as count from graphile_worker.jobs where attempts = 0 and run_at <= now()`,
  )
  return rows[0]?.count ?? 0
}

async function passes({ database }: Bench): Promise<number> {
  const { rows } = await database.query<{ count: number }>('select count(*)::int as count from rule_pass')
  return rows[0]?.count ?? 0
}

async function until(isDone: () => Promise<boolean>, otherwise: string, everyMs = 50): Promise<void> {
  for (const since = performance.now(); !(await isDone()); await delay(everyMs))
    if (performance.now() - since > PATIENCE_MS) throw new Error(otherwise)
}
