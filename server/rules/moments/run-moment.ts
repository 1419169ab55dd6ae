import type { Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import type { Platform } from '#server/platform/platform.ts'
import type { ReadyRule } from '../book.ts'
import { runRules } from '../run/run-rules.ts'

interface Moment {
  ticketId: number
  at: Date
  trigger: 'silence' | 'schedule'
  /** Whether it is still so, asked under the ticket's lock. */
  isStill?: (tx: Tx) => Promise<boolean>
}

/** Runs one rule at a moment that is no event, once: the mark that says so is written with what the rule does. */
export async function runMoment(platform: Platform, rule: ReadyRule, moment: Moment): Promise<void> {
  const { ticketId, at, trigger } = moment
  const { database, clock } = platform
  await inTransaction(database.db, async (tx) => {
    const ticket = await tx
      .selectFrom('ticket')
      .select('merged_into_id')
      .where('id', '=', ticketId)
      .forUpdate()
      .executeTakeFirst()
    if (!ticket || ticket.merged_into_id !== null) return
    if (moment.isStill && !(await moment.isStill(tx))) return
    const now = clock.now()
    const mark = await tx
      .insertInto('rule_moment')
      .values({ rule_id: rule.id, ticket_id: ticketId, moment: at, at: now })
      .onConflict((conflict) => conflict.doNothing())
      .returning('ticket_id')
      .executeTakeFirst()
    if (!mark) return
    const pass = { ticketId, eventId: null, heard: [{ rule, trigger }], chain: [] }
    const about = {
      ticketId,
      messageId: null,
      noteId: null,
      isAutomatic: false,
      doneBy: 'system',
      at: now,
    } as const
    await runRules(tx, platform, pass, about)
  })
}
