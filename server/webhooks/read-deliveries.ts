import { sql } from 'kysely'
import type { WebhookType } from '#contract/webhook-events.ts'
import type { WebhookAttempt, WebhookDelivery } from '#contract/webhooks.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { cutPage, readCursor } from '#server/platform/paging.ts'
import { readSettings } from '#server/platform/settings.ts'
import { presentAttempt, presentDelivery } from './present.ts'

interface Wanted {
  cursor?: string | undefined
  limit: number
  state?: WebhookDelivery['state'] | undefined
  type?: WebhookType | undefined
  ticketId?: number | undefined
}

const mostAttempts = 50

/** The log of a webhook, the newest first. */
export async function listDeliveries(
  db: Db,
  webhookId: number,
  wanted: Wanted,
): Promise<{ items: WebhookDelivery[]; nextCursor: string | null }> {
  found(
    await db
      .selectFrom('webhook')
      .select('id')
      .where('id', '=', webhookId)
      .where('removed_at', 'is', null)
      .executeTakeFirst(),
  )
  const cursor = readCursor(wanted.cursor)
  if (cursor && cursor.value !== null) fail('invalid_cursor')
  let query = listed(db).where('webhook_id', '=', webhookId)
  if (cursor) query = query.where('id', '<', cursor.id)
  if (wanted.state) query = query.where('state', '=', wanted.state)
  if (wanted.type) query = query.where('type', '=', wanted.type)
  if (wanted.ticketId) query = query.where('ticket_id', '=', wanted.ticketId)
  const read = await query
    .orderBy('id', 'desc')
    .limit(wanted.limit + 1)
    .execute()
  const { rows, nextCursor } = cutPage(read, wanted.limit, (row) => ({ value: null, id: row.id }))
  const { ticket_prefix: prefix } = await readSettings(db)
  return { items: rows.map((row) => presentDelivery(row, prefix)), nextCursor }
}

/** One delivery as the list shows it. */
export async function readDelivery(db: Db, id: number): Promise<WebhookDelivery> {
  const row = found(await listed(db).where('id', '=', id).where(isKept).executeTakeFirst())
  const { ticket_prefix: prefix } = await readSettings(db)
  return presentDelivery(row, prefix)
}

/** One delivery with what is sent and every try. */
export async function getDelivery(
  db: Db,
  id: number,
): Promise<WebhookDelivery & { body: string | null; attempts: WebhookAttempt[] }> {
  const delivery = await readDelivery(db, id)
  const { body } = await db
    .selectFrom('webhook_delivery')
    .select('body')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const attempts = await db
    .selectFrom('webhook_attempt')
    .selectAll()
    .where('delivery_id', '=', id)
    .orderBy('id', 'desc')
    .limit(mostAttempts)
    .execute()
  return { ...delivery, body, attempts: attempts.toReversed().map(presentAttempt) }
}

/** One of a webhook that was removed is gone, though the log goes in pieces. */
const isKept = sql<boolean>`not exists (select from webhook where webhook.id = webhook_id and removed_at is not null)`

/** One that waits behind another of its ticket has no time of its own. */
function listed(db: Db) {
  return db.selectFrom('webhook_delivery').select([
    'id',
    'webhook_id',
    'message_id',
    'type',
    'ticket_id',
    'at',
    'state',
    'problem',
    'status',
    'tries',
    'finished_at',
    sql<Date | null>`case when state = 'pending' and not exists (
        select from webhook_delivery as earlier where earlier.webhook_id = webhook_delivery.webhook_id
          and earlier.lane = webhook_delivery.lane and earlier.state = 'pending' and earlier.id < webhook_delivery.id
      ) then next_try_at end`.as('next_try_at'),
  ])
}
