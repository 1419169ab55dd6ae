import { sql } from 'kysely'
import type { Meaning } from '#contract/attendance.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { planHandOutsOfKept } from './keep-for-known.ts'
import { planHandOutsOf } from './plan-hand-outs.ts'
import { ensureSeats } from './seats.ts'
import type { SeatRow, StatusCause, StatusRow } from './tables.ts'
import { planTakeBacks } from './take-back.ts'

/** A process that has not been heard of for so long is dead, and the browsers it spoke for are gone. */
export const forgetAfterMs = 90_000

/**
 * Works out what an agent is now: what they chose by hand until its end, else what their browsers say. A change is
 * logged, told to every screen, and answered: whoever comes is given what waits, whoever leaves may be relieved.
 */
export async function settleStatus(
  tx: Tx,
  agentId: number,
  because: {
    cause: StatusCause
    byAgentId: number | null
    /** When it happened, where that is known only later: the log says this. */
    at?: Date | undefined
  },
  now: Date,
): Promise<void> {
  const seat = await lockSeat(tx, agentId, now)
  if (!seat) return
  const presence = await presenceOf(tx, agentId, now)
  const chosen = await chosenStatus(tx, seat, presence, now)
  const status = chosen ?? (await statusOfPresence(tx, presence))
  const isOver = chosen === null && seat.chosen_status_id !== null
  const isSame = status.id === seat.status_id && status.meaning === seat.meaning
  if (isSame && presence === seat.presence && !isOver) return
  await tx
    .updateTable('agent_seat')
    .set({
      presence,
      status_id: status.id,
      meaning: status.meaning,
      ...(isOver && { chosen_status_id: null, chosen_until: null }),
      ...(!isSame && { since: now }),
    })
    .where('agent_id', '=', agentId)
    .execute()
  await notify(tx, { topic: 'attendance', agentId })
  if (isSame) return
  await tx
    .insertInto('agent_status_log')
    .values({
      agent_id: agentId,
      at: because.at === undefined ? now : new Date(Math.max(because.at.getTime(), seat.since.getTime())),
      status_id: status.id,
      meaning: status.meaning,
      cause: isOver ? 'ended' : because.cause,
      by_agent_id: because.byAgentId,
    })
    .execute()
  if (status.meaning === seat.meaning) return
  if (rank[status.meaning] > rank[seat.meaning]) await planHandOutsOf(tx, agentId)
  else {
    await planTakeBacks(tx, agentId, now)
    await planHandOutsOfKept(tx, agentId)
  }
}

const rank: Record<Meaning, number> = { offline: 0, away: 1, online: 2 }

/** The seat, locked; null for an agent who is gone. */
export async function lockSeat(tx: Tx, agentId: number, now: Date): Promise<SeatRow | null> {
  await ensureSeats(tx, { agentId }, now)
  const row = await tx
    .selectFrom('agent_seat')
    .selectAll()
    .where('agent_id', '=', agentId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ?? null
}

async function presenceOf(tx: Tx, agentId: number, now: Date): Promise<Meaning> {
  const { rows } = await sql<{ is_idle: boolean }>`
    select bool_and(is_idle) as is_idle from agent_attendance
    where agent_id = ${agentId} and seen_at > ${new Date(now.getTime() - forgetAfterMs)}
    having count(*) > 0`.execute(tx)
  const row = rows[0]
  return row === undefined ? 'offline' : row.is_idle ? 'away' : 'online'
}

/** The hand wins until its end. A choice that means online and has none ends when its agent leaves: nobody answers from a closed browser. */
async function chosenStatus(tx: Tx, seat: SeatRow, presence: Meaning, now: Date): Promise<StatusRow | null> {
  if (seat.chosen_status_id === null) return null
  if (seat.chosen_until !== null && seat.chosen_until <= now) return null
  const status = await tx
    .selectFrom('agent_status')
    .selectAll()
    .where('id', '=', seat.chosen_status_id)
    .where('archived_at', 'is', null)
    .executeTakeFirst()
  if (!status) return null
  const hasLeft = presence === 'offline' && seat.presence !== 'offline'
  return status.meaning === 'online' && seat.chosen_until === null && hasLeft ? null : status
}

async function statusOfPresence(tx: Tx, presence: Meaning): Promise<StatusRow> {
  return tx.selectFrom('agent_status').selectAll().where('key', '=', presence).executeTakeFirstOrThrow()
}
