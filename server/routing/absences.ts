import type { Absence } from '#contract/attendance.ts'
import { type Actor, peopleOf } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { mustSpeakFor } from './policy.ts'
import { routingChanged } from './routing-changed.ts'
import type { AbsenceRow } from './tables.ts'

function toAbsence(row: AbsenceRow): Absence {
  return {
    id: row.id,
    agentId: row.agent_id,
    startsAt: row.starts_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
    remark: row.remark,
  }
}

/** One's own, and those of one's people for whoever manages teams; what is over is left out. */
export async function listAbsences(db: Db, actor: Actor, now: Date): Promise<{ items: Absence[] }> {
  const people = actor.permissions.has('team.manage') ? await peopleOf(db, actor) : [actor.agentId]
  let query = db.selectFrom('agent_absence').selectAll().where('ends_at', '>', now)
  if (people) query = query.where('agent_id', 'in', people)
  const rows = await query.orderBy('starts_at').orderBy('id').limit(500).execute()
  return { items: rows.map(toAbsence) }
}

interface NewAbsence {
  agentId?: number | undefined
  startsAt: string
  endsAt: string
  remark: string
}

const mostYearsMs = 3 * 366 * 86_400_000

/** Notes an absence. When it begins their tickets may be taken back; when it ends they are handed tickets again. */
export async function createAbsence(tx: Tx, actor: Actor, input: NewAbsence, now: Date): Promise<Absence> {
  const agentId = input.agentId ?? actor.agentId
  await mustSpeakFor(tx, actor, agentId)
  const [startsAt, endsAt] = [new Date(input.startsAt), new Date(input.endsAt)]
  if (endsAt <= now || endsAt.getTime() - now.getTime() > mostYearsMs)
    fail('invalid_input', { fields: [{ path: 'body.endsAt', message: 'ahead, within three years' }] })
  const agent = await tx
    .selectFrom('agent')
    .select('id')
    .where('id', '=', agentId)
    .where('is_active', '=', true)
    .executeTakeFirst()
  if (!agent) fail('unknown_reference', { fields: [{ path: 'body.agentId', message: 'no such agent' }] })
  const row = await tx
    .insertInto('agent_absence')
    .values({
      agent_id: agentId,
      starts_at: startsAt,
      ends_at: endsAt,
      remark: input.remark,
      created_by_id: actor.agentId,
      created_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  const payload = { agentId }
  await enqueue(tx, 'routing.absence', payload, startsAt > now ? { runAt: startsAt } : {})
  await enqueue(tx, 'routing.absence', payload, { runAt: endsAt })
  const absence = toAbsence(row)
  const data = { agentId, startsAt: absence.startsAt, endsAt: absence.endsAt }
  await routingChanged(tx, actor, 'absence.created', data, now)
  return absence
}

/** Ends one that lasts, takes back one to come. */
export async function endAbsence(tx: Tx, actor: Actor, id: number, now: Date): Promise<void> {
  const row = found(
    await tx
      .selectFrom('agent_absence')
      .selectAll()
      .where('id', '=', id)
      .where('ends_at', '>', now)
      .forUpdate()
      .executeTakeFirst(),
  )
  // Whose absence one may not see does not exist.
  if (row.agent_id !== actor.agentId && !actor.permissions.has('team.manage')) fail('not_found')
  await mustSpeakFor(tx, actor, row.agent_id)
  if (row.starts_at >= now) await tx.deleteFrom('agent_absence').where('id', '=', id).execute()
  else await tx.updateTable('agent_absence').set({ ends_at: now }).where('id', '=', id).execute()
  await enqueue(tx, 'routing.absence', { agentId: row.agent_id })
  await routingChanged(tx, actor, 'absence.ended', { agentId: row.agent_id }, now)
}
