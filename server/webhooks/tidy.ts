import { sql } from 'kysely'
import type { Db } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import type { Platform } from '#server/platform/platform.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { tellGivenUp } from './tell-given-up.ts'
import { resumePieces } from './work-pieces.ts'

const keptDays = 30
/** What waits longer, behind others or for a webhook that is paused, is given up: a queue has an end. */
const waitingDays = 7
const dayMs = 86_400_000
/** At a time: nobody waits long for what is locked meanwhile. */
const batch = 1000

/** Takes finished deliveries out of the log when they are old, gives up those that wait for too long, wipes old secrets. */
export async function tidyWebhooks({
  database: { db },
  clock,
}: Pick<Platform, 'database' | 'clock'>): Promise<void> {
  const now = clock.now()
  const ago = (days: number) => new Date(now.getTime() - days * dayMs)
  await db
    .updateTable('webhook')
    .set({ old_secret: null, old_secret_until: null })
    .where('old_secret_until', '<=', now)
    .execute()
  await resumePieces(db)
  while ((await giveUpWaiting(db, ago(waitingDays), now)) === batch);
  while ((await removeOld(db, ago(keptDays))) === batch);
}

/**
 * The oldest first, as they stand in their lines. One that somebody is sending now is left to them, and one that was
 * sent again has its time anew.
 */
function giveUpWaiting(db: Db, before: Date, now: Date): Promise<number> {
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<{ webhook_id: number }>`
      update webhook_delivery set state = 'failed', problem = 'waited', finished_at = ${now}, next_try_at = null
      where id = any(array(
        select id from webhook_delivery as waiting
        where state = 'pending' and created_at < ${before} and next_try_at < ${before} and not exists (
          select from webhook_lane as line where line.webhook_id = waiting.webhook_id and line.lane = waiting.lane
            and claimed_until > ${now})
        order by created_at limit ${batch} for update skip locked
      )) returning webhook_id`.execute(tx)
    for (const webhookId of new Set(rows.map((row) => row.webhook_id))) {
      await tellGivenUp(tx, webhookId, now)
      await notify(tx, { topic: 'webhook', webhookId })
    }
    return rows.length
  })
}

async function removeOld(db: Db, before: Date): Promise<number> {
  const { numAffectedRows } = await sql`delete from webhook_delivery where id = any(array(
    select id from webhook_delivery where state <> 'pending' and finished_at < ${before}
    order by finished_at limit ${batch} for update skip locked))`.execute(db)
  return Number(numAffectedRows)
}
