import { sql } from 'kysely'
import { emailDesk } from '#server/channels/email/email-desk.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import type { Platform } from '#server/platform/platform.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { findProblems, type SidedProblem } from './find-problems.ts'
import { lastTests } from './get-channel-health.ts'
import { type InboxFacts, readFacts } from './read-facts.ts'
import { selfTestMinutes, startSelfTest } from './start-self-test.ts'
import { tellAdministrators } from './tell-administrators.ts'
import { readWatch } from './watch-settings.ts'

/** So long must a problem be gone before it counts as gone: a server that comes and goes is one incident. */
const goneMinutes = 2
const minuteMs = 60_000

/**
 * The job `channel.watch`, once a minute: what has stopped becomes an incident, what runs again ends it, and the
 * administrators hear of either once. Any number of processes may run it; one does.
 */
export async function watchChannels(platform: Platform): Promise<void> {
  const { db } = platform.database
  const now = platform.clock.now()
  const ownAddresses = await emailDesk(platform).directory.ownAddresses()
  await inTransaction(db, async (tx) => {
    const { rows } = await sql<{ is_mine: boolean }>`
      select pg_try_advisory_xact_lock(hashtext('otklik channel watch')) as is_mine`.execute(tx)
    if (!rows[0]?.is_mine) return
    await giveUpTests(tx, now)
    const [facts, watch, tests] = await Promise.all([readFacts(tx), readWatch(tx), lastTests(tx)])
    await testWhenDue(tx, facts, tests, watch.selfTestHours, now)
    const grave = facts
      .flatMap((one) => findProblems(one, tests.get(one.id) ?? null, watch, now))
      .filter((problem) => problem.isGrave)
    const changed = (await keepOpen(tx, grave, now)) + (await endGone(tx, now))
    const { areLettersSent } = watch
    await tellAdministrators(tx, platform, { inboxes: facts, ownAddresses, areLettersSent }, now)
    if (changed > 0) await notify(tx, { topic: 'mail' })
  })
}

/** Opens an incident for each problem that has none, and notes of the others that they last. Answers how many began. */
async function keepOpen(tx: Tx, problems: readonly SidedProblem[], now: Date): Promise<number> {
  let began = 0
  for (const { kind, inboxId, detail, facts } of problems) {
    const { rows } = await sql<{ is_new: boolean }>`
      insert into channel_incident (kind, inbox_id, detail, started_at, seen_at)
      values (${kind}, ${inboxId}, ${JSON.stringify({ ...facts, ...(detail && { said: detail.slice(0, 500) }) })}, ${now}, ${now})
      on conflict (kind, inbox_id) where ended_at is null do update set seen_at = excluded.seen_at, detail = excluded.detail
      returning xmax = 0 as is_new`.execute(tx)
    if (rows[0]?.is_new) began++
  }
  return began
}

async function endGone(tx: Tx, now: Date): Promise<number> {
  const ended = await tx
    .updateTable('channel_incident')
    .set({ ended_at: now })
    .where('ended_at', 'is', null)
    .where('seen_at', '<', new Date(now.getTime() - goneMinutes * minuteMs))
    .executeTakeFirst()
  return Number(ended.numUpdatedRows)
}

async function giveUpTests(tx: Tx, now: Date): Promise<void> {
  const lost = await tx
    .updateTable('channel_self_test')
    .set({ state: 'lost' })
    .where('state', '=', 'running')
    .where('started_at', '<', new Date(now.getTime() - selfTestMinutes * minuteMs))
    .executeTakeFirst()
  if (lost.numUpdatedRows > 0n) await notify(tx, { topic: 'mail' })
}

async function testWhenDue(
  tx: Tx,
  facts: readonly InboxFacts[],
  tests: ReadonlyMap<number, { started_at: Date; state: string }>,
  everyHours: number | null,
  now: Date,
): Promise<void> {
  if (everyHours === null) return
  for (const { id, is_active: isActive, can_send: canSend } of facts) {
    const last = tests.get(id)
    const isDue = !last || now.getTime() - last.started_at.getTime() >= everyHours * 60 * minuteMs
    if (isActive && canSend && isDue && last?.state !== 'running') await startSelfTest(tx, id, null, now)
  }
}
