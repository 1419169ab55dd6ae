import * as z from 'zod'
import type { Platform } from '#server/platform/platform.ts'
import { channels } from './registry.ts'

const Payload = z.union([z.object({ replyId: z.int() }), z.object({ eventId: z.int() })])

/** The job `message.send`, which answers `reply.created`: hands the reply to its channel. */
export async function sendMessage(platform: Platform, payload: unknown): Promise<void> {
  const { db } = platform.database
  const task = Payload.parse(payload)
  const replyId = 'replyId' in task ? task.replyId : await replyOfEvent(platform, task.eventId)
  const reply =
    replyId === null
      ? undefined
      : await db
          .selectFrom('reply')
          .select(['id', 'channel'])
          .where('id', '=', replyId)
          .where('delivery_state', '=', 'queued')
          .executeTakeFirst()
  if (!reply) return
  await channels.find((channel) => channel.kind === reply.channel)?.send(platform, reply.id)
}

async function replyOfEvent(platform: Platform, eventId: number): Promise<number | null> {
  const event = await platform.database.db
    .selectFrom('event')
    .select('data')
    .where('id', '=', eventId)
    .executeTakeFirst()
  const replyId = event?.data['replyId']
  return typeof replyId === 'number' ? replyId : null
}
