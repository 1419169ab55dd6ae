import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { reviseCalendar } from '../calendar-changed.ts'
import type { FeedDay } from '../tables.ts'
import type { FetchedList } from './fetch-list.ts'

/** One calendar has a handful. */
const mostFeeds = 20

/** Adds a list that was read, or could not be: then it says why, and is tried again every day. */
export async function addFeed(
  tx: Tx,
  actor: Actor,
  calendarId: number,
  feed: { name: string; url: string | null; list: Exclude<FetchedList, { kind: 'unchanged' }> },
  now: Date,
): Promise<void> {
  found(
    await tx.selectFrom('calendar').select('id').where('id', '=', calendarId).forUpdate().executeTakeFirst(),
  )
  const { count } = await tx
    .selectFrom('calendar_feed')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('calendar_id', '=', calendarId)
    .executeTakeFirstOrThrow()
  if (count >= mostFeeds)
    fail('invalid_input', { fields: [{ path: 'body.name', message: `≤ ${mostFeeds}` }] })
  const { name, url, list } = feed
  const read = list.kind === 'read' ? list : { days: [] as FeedDay[], skipped: 0, etag: null }
  await tx
    .insertInto('calendar_feed')
    .values({
      calendar_id: calendarId,
      name,
      url,
      etag: read.etag,
      days: JSON.stringify(read.days),
      skipped: read.skipped,
      read_at: list.kind === 'read' ? now : null,
      tried_at: now,
      failure: list.kind === 'failed' ? list.failure : null,
      created_at: now,
    })
    .execute()
  await reviseCalendar(tx, actor, calendarId, now)
}
