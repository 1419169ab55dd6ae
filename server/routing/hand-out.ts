import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { lockTicketRow } from '#server/tickets/index.ts'
import { assign, byTeam, tellRouted } from './assign.ts'
import { chooseAgent, mayTakeAny } from './choose-agent.ts'
import { following } from './following.ts'
import { judgeKept, type Kept } from './keep-for-known.ts'
import { aboutPool, type Asked, loadWanted } from './load-wanted.ts'
import { lockPolicy, lockPool, type Pool } from './lock-pool.ts'
import { planHandOut } from './put-to-wait.ts'
import { readInPages } from './read-in-pages.ts'
import type { PolicyRow } from './tables.ts'

/** So many in one transaction; a longer queue is gone on with in the next job. */
const mostAtOnce = 50

/** Gives waiting tickets of a team to whoever can take them now, in the team's order. Answers how many it gave. */
export async function handOut(tx: Tx, teamId: number, now: Date): Promise<number> {
  // Behind the lock: whoever put a ticket to wait a moment ago has committed.
  const policy = await lockPolicy(tx, teamId, now)
  if (policy === null || !(await isAnythingWaiting(tx, teamId))) return 0
  const locked = await lockPool(tx, teamId, now)
  if (!locked) return 0
  let pool: Pool = locked
  const about = aboutPool(pool)
  const keeping = await judgeKept(tx, pool, now)
  const over = new Set([...keeping].flatMap(([ticketId, kept]) => (kept === null ? [ticketId] : [])))
  let seen = 0
  let given = 0
  let isAnyBusy = false
  for await (const page of readInPages(tx, 'routing_waiting', waitingOf(policy))) {
    seen += page.length
    if (!isAnybodyFree(pool)) break
    const asked = await loadWanted(
      tx,
      page.map((one) => one.ticket_id),
      about,
      now,
    )
    for (const one of page) {
      if (given === mostAtOnce) {
        await planHandOut(tx, teamId)
        return given
      }
      if (!isAnybodyFree(pool)) break
      const known = asked.get(one.ticket_id)
      const wanted = known && { ...known, exceptIds: one.except_agent_ids }
      const after = wanted && (await giveAway(tx, pool, one, wanted, keeping.get(one.ticket_id) ?? null, now))
      if (after === 'busy') isAnyBusy = true
      if (!after || after === 'busy') continue
      pool = after
      given += 1
      over.delete(one.ticket_id)
    }
  }
  if ((await tellOver(tx, pool, [...over], now)) === 'busy') isAnyBusy = true
  // Somebody had one of them open for writing just now: it is looked at again when they have done.
  const again = isAnyBusy ? new Date(now.getTime() + 1000) : pool.opensAt
  if (seen > given && again) await planHandOut(tx, teamId, again)
  return given
}

interface Waiting {
  ticket_id: number
  since: Date
  method: Exclude<PolicyRow['method'], 'manual'> | null
  except_agent_ids: number[]
  chain: number[]
}

/** The pool afterwards; null when nobody can take it, `busy` when somebody is just writing to the ticket. */
async function giveAway(
  tx: Tx,
  pool: Pool,
  one: Waiting,
  asked: Asked,
  kept: Kept | null,
  now: Date,
): Promise<Pool | 'busy' | null> {
  const { policy } = pool
  const method = one.method ?? policy.method
  if (method === 'manual') return null
  const manner = { method, handsTo: policy.hands_to, turn: policy.turn }
  const choice = chooseAgent(pool.seats, asked, manner)
  const { seat } = choice
  if (seat === null || (kept !== null && seat.agentId !== kept.agentId)) return null
  if (!(await isFree(tx, one.ticket_id, pool.teamId))) return 'busy'
  const ticket = await lockTicketRow(tx, one.ticket_id)
  if (!ticket) return null
  // Whoever put it to wait held the lock that was waited for.
  const at = following(ticket, one.since > now ? one.since : now)
  const given = { pool, choice: { ...choice, seat }, asked, method }
  return (await assign(tx, ticket, given, byTeam(pool, one.chain), at)).pool
}

/** What was kept for somebody in vain, and nobody else can take either, waits like everything else from now on. */
async function tellOver(
  tx: Tx,
  pool: Pool,
  ticketIds: readonly number[],
  now: Date,
): Promise<'busy' | 'done'> {
  const about = aboutPool(pool)
  const asked = await loadWanted(tx, ticketIds, about, now)
  let isAnyBusy = false
  for (const ticketId of ticketIds) {
    const wanted = asked.get(ticketId)
    if (!wanted) continue
    if (!(await isFree(tx, ticketId, pool.teamId))) {
      isAnyBusy = true
      continue
    }
    const row = await tx
      .updateTable('routing_wait')
      .set({ known_agent_id: null, known_until: null })
      .where('ticket_id', '=', ticketId)
      .returning(['method', 'except_agent_ids', 'chain'])
      .executeTakeFirst()
    const method = row?.method ?? pool.policy.method
    if (!row || method === 'manual') continue
    const manner = { method, handsTo: pool.policy.hands_to, turn: pool.policy.turn }
    const { candidates } = chooseAgent(pool.seats, { ...wanted, exceptIds: row.except_agent_ids }, manner)
    const told = {
      outcome: 'waits',
      why: 'nobody',
      method,
      teamId: pool.teamId,
      teamName: pool.teamName,
    } as const
    await tellRouted(tx, ticketId, { ...told, candidates: [...candidates] }, byTeam(pool, row.chain), now)
  }
  return isAnyBusy ? 'busy' : 'done'
}

/** Locks it unless somebody else has it: they route it themselves, or will say that it changed. */
async function isFree(tx: Tx, ticketId: number, teamId: number): Promise<boolean> {
  const { rows } = await sql`
    select id from ticket where id = ${ticketId} and team_id = ${teamId} and assignee_id is null and is_open
      and frozen_until is null for update skip locked`.execute(tx)
  return rows.length > 0
}

async function isAnythingWaiting(tx: Tx, teamId: number): Promise<boolean> {
  const wait = tx.selectFrom('routing_wait').select('ticket_id').where('team_id', '=', teamId)
  return (await wait.limit(1).executeTakeFirst()) !== undefined
}

function waitingOf(policy: PolicyRow) {
  return sql<Waiting>`
    select waiting.ticket_id, waiting.since, waiting.method, waiting.except_agent_ids, waiting.chain
    from routing_wait as waiting join ticket on ticket.id = waiting.ticket_id
    where waiting.team_id = ${policy.team_id} and ticket.team_id = waiting.team_id and ticket.assignee_id is null
      and ticket.is_open and ticket.frozen_until is null
    order by ${orderOf(policy.next_by)}`
}

/** Of `ticket`: what comes first. Urgent is by priority, then by the nearest deadline, then by age. */
export function orderOf(nextBy: PolicyRow['next_by']) {
  return nextBy === 'urgent'
    ? sql`ticket.priority desc, ticket.due_at nulls last, ticket.created_at, ticket.id`
    : sql`ticket.created_at, ticket.id`
}

function isAnybodyFree({ seats, weights, policy }: Pool): boolean {
  return seats.some((seat) => mayTakeAny(seat, policy.hands_to, weights.lightest))
}
