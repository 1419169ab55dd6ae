import { sql } from 'kysely'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { naming } from './calendar-input.ts'
import { tellCalendar } from './calendar-changed.ts'

/** Takes a calendar away; `in_use` while a policy, a rule or an agent's hours count by it. */
export async function deleteCalendar(tx: Tx, actor: Actor, id: number, now: Date): Promise<void> {
  if (await isCountedBy(tx, id)) fail('in_use')
  const { name } = found(
    await naming(() => tx.deleteFrom('calendar').where('id', '=', id).returning('name').executeTakeFirst()),
  )
  await tellCalendar(tx, actor, 'calendar.deleted', { id, name }, now)
}

/** Policies point here by a foreign key; routing and rules keep the id alone. */
async function isCountedBy(tx: Tx, id: number): Promise<boolean> {
  const { rows } = await sql<{ is_used: boolean }>`
    select exists (select from agent_seat where calendar_id = ${id})
      or exists (select from routing_policy where calendar_id = ${id})
      or exists (select from rule, unnest(array[content, draft]) as wanted
        where jsonb_path_exists(wanted, '$.** ? (@.calendarId == $id)', jsonb_build_object('id', ${id}::bigint)))
      as is_used`.execute(tx)
  return rows[0]?.is_used ?? false
}
