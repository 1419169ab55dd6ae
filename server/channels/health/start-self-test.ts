import type { Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import type { SelfTestRow } from './tables.ts'

/** After so long a letter that has not come back counts as lost. */
export const selfTestMinutes = 10

/** Sends a letter round: out through the inbox's server, back in by the way its letters come. One at a time. */
export async function startSelfTest(
  tx: Tx,
  inboxId: number,
  startedById: number | null,
  now: Date,
): Promise<SelfTestRow> {
  const inbox = found(
    await tx
      .selectFrom('inbox')
      .select(['smtp', 'sends_by', 'is_active'])
      .where('id', '=', inboxId)
      .where('archived_at', 'is', null)
      .forUpdate()
      .executeTakeFirst(),
  )
  if (!inbox.is_active || (inbox.smtp === null && inbox.sends_by !== 'graph')) fail('no_inbox')
  const running = await tx
    .selectFrom('channel_self_test')
    .select('id')
    .where('inbox_id', '=', inboxId)
    .where('state', '=', 'running')
    .where('started_at', '>', new Date(now.getTime() - selfTestMinutes * 60_000))
    .executeTakeFirst()
  if (running) fail('self_test_running')
  const test = await tx
    .insertInto('channel_self_test')
    .values({ inbox_id: inboxId, started_at: now, started_by_id: startedById })
    .returningAll()
    .executeTakeFirstOrThrow()
  // Once: a letter that is tried again and again would say nothing about the time it takes.
  await enqueue(tx, 'channel.selfTest', { testId: test.id }, { maxAttempts: 1 })
  await notify(tx, { topic: 'mail' })
  return test
}
