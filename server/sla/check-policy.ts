import { sql } from 'kysely'
import type { SlaPolicyInput } from '#contract/sla.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'

/** Ends with a named failure where a policy points at what is not there, or has a name that is taken. */
export async function checkPolicy(db: Db, policy: SlaPolicyInput, id: number | null): Promise<void> {
  const namesake = await db
    .selectFrom('sla_policy')
    .select('id')
    .where('archived_at', 'is', null)
    .where((eb) => eb(eb.fn<string>('lower', ['name']), '=', sql<string>`lower(${policy.name})`))
    .executeTakeFirst()
  if (namesake && namesake.id !== id)
    fail('already_exists', { fields: [{ path: 'body.policy.name', message: 'taken' }] })
  if (policy.calendarId !== null && !(await isCalendar(db, policy.calendarId)))
    fail('unknown_reference', { fields: [{ path: 'body.policy.calendarId', message: 'no such calendar' }] })
  const teamIds = policy.stages.map((stage) => stage.teamId)
  if (new Set(teamIds).size !== teamIds.length)
    fail('invalid_input', { fields: [{ path: 'body.policy.stages', message: 'one for each team' }] })
  const teams = await db
    .selectFrom('team')
    .select('id')
    .where('id', 'in', teamIds.length > 0 ? teamIds : [0])
    .execute()
  if (teams.length !== teamIds.length)
    fail('unknown_reference', { fields: [{ path: 'body.policy.stages', message: 'no such team' }] })
}

/** Kept from being deleted until the transaction ends. */
async function isCalendar(db: Db, id: number): Promise<boolean> {
  const row = await db
    .selectFrom('calendar')
    .select('id')
    .where('id', '=', id)
    .forKeyShare()
    .executeTakeFirst()
  return row !== undefined
}
