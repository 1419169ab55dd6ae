import type { ChannelWatch } from '#contract/channel-health.ts'
import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import type {} from './tables.ts'

/** When an inbox counts as stopped, and who is told. */
export async function readWatch(db: Db): Promise<ChannelWatch> {
  const row = await db.selectFrom('channel_watch').selectAll().executeTakeFirstOrThrow()
  return {
    silentMinutes: row.silent_minutes,
    queueMinutes: row.queue_minutes,
    selfTestHours: row.self_test_hours,
    areLettersSent: row.are_letters_sent,
  }
}

export async function updateWatch(
  tx: Tx,
  actor: Actor,
  changes: { [K in keyof ChannelWatch]?: ChannelWatch[K] | undefined },
  now: Date,
): Promise<ChannelWatch> {
  await tx
    .updateTable('channel_watch')
    .set({
      is_only: true,
      silent_minutes: changes.silentMinutes,
      queue_minutes: changes.queueMinutes,
      self_test_hours: changes.selfTestHours,
      are_letters_sent: changes.areLettersSent,
    })
    .execute()
  const data = { ...changes }
  await recordEvent(tx, { type: 'channel_watch.updated', at: now, actor: agentActor(actor), data })
  return readWatch(tx)
}
