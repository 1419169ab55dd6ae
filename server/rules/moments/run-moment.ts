import type { Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import type { Platform } from '#server/platform/platform.ts'
import { lockTicketRow } from '#server/tickets/index.ts'
import { currentBook, type ReadyRule } from '../book.ts'
import { type Care, carefully } from '../run/carefully.ts'
import { runRules } from '../run/run-rules.ts'

interface Moment {
  ticketId: number
  /** What tells it from the rule’s other moments on the ticket. */
  at: Date
  trigger: 'silence' | 'schedule'
  /** Whether it is still so, asked under the ticket's lock. */
  isStill?: (tx: Tx) => Promise<boolean>
}

/**
 * Runs one rule at a moment that is no event, once: the mark that says so is written with what the rule does. Many
 * tickets may have come before this one, so the rule is asked for anew: switched off meanwhile, or told to hear
 * something else, it does nothing more.
 */
export async function runMoment(platform: Platform, known: ReadyRule, moment: Moment): Promise<void> {
  const { ticketId, at, trigger } = moment
  const { database, clock, log } = platform
  const rule = (await currentBook(database.db, log)).rules.find(({ id }) => id === known.id)
  if (!rule || rule.hearsAfter.getTime() !== known.hearsAfter.getTime()) return
  const run = async (tx: Tx, care: Care): Promise<void> => {
    const ticket = await lockTicketRow(tx, ticketId)
    if (!ticket || ticket.merged_into_id !== null || ticket.status_category === 'closed') return
    if (moment.isStill && !(await moment.isStill(tx))) return
    const now = clock.now()
    const mark = await tx
      .insertInto('rule_moment')
      .values({ rule_id: rule.id, ticket_id: ticketId, moment: at, at: now })
      .onConflict((conflict) => conflict.doNothing())
      .returning('ticket_id')
      .executeTakeFirst()
    if (!mark) return
    const pass = { ticket, eventId: null, heard: [{ rule, trigger }], chain: [], care }
    const about = {
      ticketId,
      messageId: null,
      noteId: null,
      isAutomatic: false,
      doneBy: ['system' as const],
      at: now,
    }
    await runRules(tx, platform, pass, about)
  }
  await carefully((care) => inTransaction(database.db, (tx) => run(tx, care)))
}
