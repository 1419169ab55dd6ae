import type { Calendar } from '#contract/calendars.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { createCalendar } from './create-calendar.ts'
import { getCalendar } from './queries.ts'

/** Another calendar like this one under its own name, with the same lists of days off. */
export async function copyCalendar(
  tx: Tx,
  actor: Actor,
  id: number,
  name: string,
  now: Date,
): Promise<Calendar> {
  const { timeZone, week, holidays, days } = await getCalendar(tx, id, now)
  const copy = await createCalendar(tx, actor, { name, timeZone, week, holidays, days }, now)
  await tx
    .insertInto('calendar_feed')
    .columns([
      'calendar_id',
      'name',
      'url',
      'etag',
      'days',
      'skipped',
      'read_at',
      'tried_at',
      'failure',
      'created_at',
    ])
    .expression((eb) =>
      eb
        .selectFrom('calendar_feed')
        .select([
          eb.val(copy.id).as('calendar_id'),
          'name',
          'url',
          'etag',
          'days',
          'skipped',
          'read_at',
          'tried_at',
          'failure',
          eb.val(now).as('created_at'),
        ])
        .where('calendar_id', '=', id)
        .orderBy('calendar_feed.id'),
    )
    .execute()
  await tx
    .updateTable('calendar')
    .set((eb) => ({ revision: eb.fn<string>('gen_random_uuid', []) }))
    .where('id', '=', copy.id)
    .execute()
  return getCalendar(tx, copy.id, now)
}
