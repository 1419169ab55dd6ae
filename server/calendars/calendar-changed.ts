import { sql } from 'kysely'
import type { Actor } from '#server/identity/index.ts'
import { agentActor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { notify } from '#server/platform/realtime/notify.ts'

/** States that a calendar changed, which whoever counts by it may answer: `calendar.updated` with its id. Open lists are read anew. */
export async function tellCalendar(
  tx: Tx,
  actor: Actor | null,
  type: 'calendar.created' | 'calendar.updated' | 'calendar.deleted',
  calendar: { id: number; name: string },
  now: Date,
): Promise<void> {
  await recordEvent(tx, {
    type,
    at: now,
    actor: actor ? agentActor(actor) : { kind: 'system', id: null },
    data: { calendarId: calendar.id, name: calendar.name },
  })
  await notify(tx, { topic: 'calendars' })
}

/** After a change of its lists: nobody goes on counting by what was in memory. */
export async function reviseCalendar(tx: Tx, actor: Actor | null, id: number, now: Date): Promise<void> {
  const row = await tx
    .updateTable('calendar')
    .set({ revision: sql`gen_random_uuid()`, updated_at: now })
    .where('id', '=', id)
    .returning(['id', 'name'])
    .executeTakeFirst()
  if (row) await tellCalendar(tx, actor, 'calendar.updated', row, now)
}
