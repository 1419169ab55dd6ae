import { sql } from 'kysely'
import * as z from 'zod'
import type { Db } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import type { Platform } from '#server/platform/platform.ts'
import { releaseDueReply } from '#server/tickets/index.ts'
import { channels } from './registry.ts'

const Payload = z.union([z.object({ replyId: z.int() }), z.object({ eventId: z.int() })])

/** The job `message.send`, which answers `reply.created`: hands the reply to its channel, or ends its waiting. */
export async function sendMessage(platform: Platform, payload: unknown): Promise<void> {
  const { db } = platform.database
  const task = Payload.parse(payload)
  const reply = await db
    .selectFrom('reply')
    .select(['id', 'channel', 'send_at', 'released_at'])
    .where('id', '=', 'replyId' in task ? task.replyId : replyOfEvent(db, task.eventId))
    .where('delivery_state', 'in', ['queued', 'scheduled'])
    .executeTakeFirst()
  if (!reply) return
  // Its time has come, maybe: once it is released, `reply.created` brings it back here.
  if (reply.send_at !== null && reply.released_at === null) {
    await inTransaction(db, (tx) => releaseDueReply(tx, reply.id, platform.clock.now()))
    return
  }
  await channels.find((channel) => channel.kind === reply.channel)?.send(platform, reply.id)
}

function replyOfEvent(db: Db, eventId: number) {
  return db
    .selectFrom('event')
    .select(sql<number>`(data->>'replyId')::bigint`.as('reply_id'))
    .where('id', '=', eventId)
}
