import { isDeepStrictEqual } from 'node:util'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { found } from '#server/platform/http/failure.ts'
import type { PrivateNetworks } from '#server/platform/http/outbound-address.ts'
import { reviseCalendar } from '../calendar-changed.ts'
import { fetchList } from './fetch-list.ts'

/** Reads a subscription again; what it held before stays in force when that fails. Answers its calendar. */
export async function refreshFeed(
  db: Db,
  networks: PrivateNetworks,
  actor: Actor | null,
  id: number,
  now: Date,
): Promise<number> {
  const feed = found(await db.selectFrom('calendar_feed').selectAll().where('id', '=', id).executeTakeFirst())
  if (feed.url === null) return feed.calendar_id
  const list = await fetchList(networks, { url: feed.url, etag: feed.failure ? null : feed.etag }, now)
  await inTransaction(db, async (tx) => {
    const changed = tx.updateTable('calendar_feed').where('id', '=', id)
    if (list.kind === 'failed')
      return void (await changed.set({ tried_at: now, failure: list.failure }).execute())
    const success = { tried_at: now, read_at: now, failure: null }
    if (list.kind === 'unchanged') return void (await changed.set(success).execute())
    const { days, skipped, etag } = list
    await changed.set({ ...success, days: JSON.stringify(days), skipped, etag }).execute()
    if (!isDeepStrictEqual(days, feed.days)) await reviseCalendar(tx, actor, feed.calendar_id, now)
  })
  return feed.calendar_id
}
