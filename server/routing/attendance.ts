import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import type { Platform } from '#server/platform/platform.ts'
import { forgetAfterMs, settleStatus } from './settle-status.ts'

/** What the live line tells of its tabs. */
interface AttendanceBook {
  opened(tab: string, agentId: number): void
  idle(tab: string, isIdle: boolean): void
  closed(tab: string): void
  stop(): void
}

const sayEveryMs = 30_000
/** A page that is loaded anew closes its line and opens another. */
const graceMs = 60_000
/** Clocks of two processes are not the same. */
const marginMs = 1000

/**
 * Keeps in the database which agents have the desk open in this process, and whether they touch it. Other processes
 * keep their own rows; all of them together are an agent's presence.
 */
export function openAttendance({ database: { db }, clock, log }: Platform): AttendanceBook {
  const processId = randomUUID()
  const tabs = new Map<string, { agentId: number; isIdle: boolean }>()
  const told = new Map<number, 'here' | 'idle'>()
  const running = new Map<number, Promise<void>>()

  const stateOf = (agentId: number): 'here' | 'idle' | 'gone' => {
    const own = [...tabs.values()].filter((tab) => tab.agentId === agentId)
    if (own.length === 0) return 'gone'
    return own.every((tab) => tab.isIdle) ? 'idle' : 'here'
  }
  const write = async (agentId: number): Promise<void> => {
    const state = stateOf(agentId)
    if (state === (told.get(agentId) ?? 'gone')) return
    if (state === 'gone') told.delete(agentId)
    else told.set(agentId, state)
    const now = clock.now()
    await inTransaction(db, (tx) =>
      state === 'gone'
        ? leave(tx, processId, agentId, now)
        : attend(tx, { processId, agentIds: [agentId], isIdle: state === 'idle' }, now),
    )
  }
  const failed = (error: unknown) =>
    log.warn({ part: 'attendance', error: String(error) }, 'who is here could not be written down')
  // One after the other for each agent, so that the last word is the one that stays.
  const update = (agentId: number): void => {
    const next = (running.get(agentId) ?? Promise.resolve()).then(() => write(agentId)).catch(failed)
    running.set(agentId, next)
    void next.then(() => {
      if (running.get(agentId) === next) running.delete(agentId)
    })
  }
  const say = async (): Promise<void> => {
    for (const state of ['here', 'idle'] as const) {
      const agentIds = [...told].flatMap(([agentId, each]) => (each === state ? [agentId] : []))
      if (agentIds.length === 0) continue
      const isIdle = state === 'idle'
      await inTransaction(db, (tx) => attend(tx, { processId, agentIds, isIdle }, clock.now()))
    }
  }
  const timer = setInterval(() => void say().catch(failed), sayEveryMs)
  timer.unref()
  return {
    opened(tab, agentId) {
      tabs.set(tab, { agentId, isIdle: false })
      update(agentId)
    },
    idle(tab, isIdle) {
      const known = tabs.get(tab)
      if (!known || known.isIdle === isIdle) return
      tabs.set(tab, { ...known, isIdle })
      update(known.agentId)
    },
    closed(tab) {
      const known = tabs.get(tab)
      tabs.delete(tab)
      if (known) update(known.agentId)
    },
    // The rows stay and fall silent: a desk that is started anew finds its agents where they were.
    stop: () => clearInterval(timer),
  }
}

interface Word {
  processId: string
  agentIds: readonly number[]
  isIdle: boolean
}

/** Says that these agents are here; whose state that changes is settled. */
async function attend(tx: Tx, { processId, agentIds, isIdle }: Word, now: Date): Promise<void> {
  const { rows } = await sql<{ agent_id: number }>`
    with known as (
      select agent_id, is_idle from agent_attendance where process_id = ${processId}
        and agent_id = any(${[...agentIds]}::bigint[])
    ), written as (
      insert into agent_attendance (process_id, agent_id, is_idle, seen_at)
      select ${processId}, agent.id, ${isIdle}, ${now} from agent where agent.id = any(${[...agentIds]}::bigint[])
      on conflict (process_id, agent_id) do update set is_idle = excluded.is_idle, seen_at = excluded.seen_at
    )
    select agent.id as agent_id from agent left join known on known.agent_id = agent.id
    where agent.id = any(${[...agentIds]}::bigint[]) and known.is_idle is distinct from ${isIdle}
    order by agent.id`.execute(tx)
  for (const { agent_id } of rows)
    await settleStatus(tx, agent_id, { cause: 'presence', byAgentId: null }, now)
}

/** What was said last holds for the grace, and is forgotten by itself just before its end is looked at. */
async function leave(tx: Tx, processId: string, agentId: number, now: Date): Promise<void> {
  await tx
    .updateTable('agent_attendance')
    .set({ seen_at: new Date(now.getTime() + graceMs - marginMs - forgetAfterMs) })
    .where('process_id', '=', processId)
    .where('agent_id', '=', agentId)
    .execute()
  const runAt = new Date(now.getTime() + graceMs)
  await enqueue(tx, 'routing.settle', { agentId }, { runAt, key: `routing.left:${agentId}` })
}
