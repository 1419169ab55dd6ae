import { sql } from 'kysely'
import { workingIntervals } from '#server/calendars/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Seat } from './choose-agent.ts'
import type { Pool } from './lock-pool.ts'
import { toInstant } from './working-hours.ts'

/** What is known of when somebody will be here. */
export interface Coming {
  /** What they are, they are since then. */
  readonly since: Date
  /** When the status they chose ends; null for one without an end. */
  readonly chosenUntil: Date | null
  readonly absences: readonly Stretch[]
}

/** In milliseconds since the epoch. */
interface Stretch {
  readonly from: number
  readonly to: number
}

export async function readComings(
  db: Db,
  agentIds: readonly number[],
  now: Date,
): Promise<ReadonlyMap<number, Coming>> {
  const { rows } = await sql<{
    agent_id: number
    since: Date
    chosen_until: Date | null
    absences: Stretch[] | null
  }>`
    select seat.agent_id, seat.since, seat.chosen_until,
      (select json_agg(json_build_object('from', extract(epoch from starts_at) * 1000, 'to', extract(epoch from ends_at) * 1000))
        from agent_absence where agent_absence.agent_id = seat.agent_id and ends_at > ${now}) as absences
    from agent_seat as seat where seat.agent_id = any(${[...agentIds]}::bigint[])`.execute(db)
  return new Map(
    rows.map((row) => [
      row.agent_id,
      { since: row.since, chosenUntil: row.chosen_until, absences: row.absences ?? [] },
    ]),
  )
}

/**
 * Until when, before the deadline, it makes sense to wait for somebody: they are within their hours, not absent, and
 * not gone without a word. Null when they cannot be expected at all.
 * `waitingSince` is when the waiting for them began, if it has: whoever was out then and is only late is waited for.
 */
export function expectedUntil(
  seat: Pick<Seat, 'agentId' | 'meaning'>,
  coming: Coming,
  pool: Pick<Pool, 'policy' | 'hoursOf'>,
  { deadline, waitingSince }: { deadline: Date; waitingSince: Date | null },
  now: Date,
): Date | null {
  const [from, to] = [now.getTime(), deadline.getTime()]
  if (from >= to) return null
  const { hands_to: handsTo } = pool.policy
  const isHere =
    handsTo === 'anyone' || seat.meaning === 'online' || (seat.meaning === 'away' && handsTo === 'away')
  const chosenUntil = isHere ? null : coming.chosenUntil
  const hours = pool.hoursOf.get(seat.agentId)
  const working = hours
    ? workingIntervals(hours, toInstant(now), toInstant(deadline)).map((one) => ({
        from: one.from.epochMilliseconds,
        to: one.to.epochMilliseconds,
      }))
    : [{ from, to }]
  const expected = without(working, [
    ...coming.absences,
    ...(chosenUntil ? [{ from, to: chosenUntil.getTime() }] : []),
  ])
  const [first, last] = [expected[0], expected.at(-1)]
  if (!first || !last) return null
  const isLate = waitingSince !== null && coming.since <= waitingSince
  const isGone = !isHere && seat.meaning === 'offline' && chosenUntil === null && first.from <= from
  return isGone && !isLate ? null : new Date(last.to)
}

function without(stretches: readonly Stretch[], busy: readonly Stretch[]): readonly Stretch[] {
  return busy.reduce<readonly Stretch[]>(
    (left, { from, to }) =>
      left
        .flatMap((one) => [
          { from: one.from, to: Math.min(one.to, from) },
          { from: Math.max(one.from, to), to: one.to },
        ])
        .filter((one) => one.from < one.to),
    stretches,
  )
}
