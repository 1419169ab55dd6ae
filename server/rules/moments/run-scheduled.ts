import * as z from 'zod'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import type { Platform } from '#server/platform/platform.ts'
import { currentBook, type ReadyRule } from '../book.ts'
import { loadFacts } from '../load-facts.ts'
import { runMoment } from './run-moment.ts'

const Payload = z.object({ ruleId: z.int(), dueAt: z.iso.datetime(), before: z.int() })
const batch = 200

/** Claims a due moment, once whatever looks, and begins to go through the tickets. */
export async function beginSchedule(
  { database }: Platform,
  rule: ReadyRule,
  triggerIndex: number,
  due: Date,
): Promise<void> {
  await inTransaction(database.db, async (tx) => {
    const claimed = await tx
      .insertInto('rule_due')
      .values({ rule_id: rule.id, trigger_index: triggerIndex, due_at: due })
      .onConflict((conflict) => conflict.doNothing())
      .returning('rule_id')
      .executeTakeFirst()
    if (!claimed) return
    const payload = { ruleId: rule.id, dueAt: due.toISOString(), before: Number.MAX_SAFE_INTEGER }
    await enqueue(tx, 'rules.scheduled', payload)
  })
}

/**
 * The job `rules.scheduled`: some of the tickets that are not closed, newest first, and a job for the rest. They are
 * looked at many at a time, and only those on which the rule holds are locked and looked at again.
 */
export async function runScheduled(platform: Platform, payload: unknown): Promise<void> {
  const { ruleId, dueAt, before } = Payload.parse(payload)
  const { database, log, clock } = platform
  const { db } = database
  const rule = (await currentBook(db, log)).rules.find((each) => each.id === ruleId)
  // Told since then to hear something else: what is left of this time is not its business any more.
  if (!rule || rule.hearsAfter >= new Date(dueAt)) return
  const rows = await db
    .selectFrom('ticket')
    .select('id')
    .where('id', '<', before)
    .where('status_category', '<>', 'closed')
    .where('merged_into_id', 'is', null)
    .orderBy('id', 'desc')
    .limit(batch)
    .execute()
  const occasion = { trigger: 'schedule' as const, doneBy: ['system' as const] }
  const at = clock.now()
  const wanted = rows.map(({ id }) => ({
    ticketId: id,
    messageId: null,
    noteId: null,
    isAutomatic: false,
    occasion,
    at,
  }))
  for (const facts of await loadFacts(db, wanted, rule.conditions.needs)) {
    if (!rule.conditions.holds(facts)) continue
    await runMoment(platform, rule, { ticketId: facts.ticket.id, at: new Date(dueAt), trigger: 'schedule' })
  }
  const last = rows.at(-1)
  if (rows.length === batch && last) await enqueue(db, 'rules.scheduled', { ruleId, dueAt, before: last.id })
}
