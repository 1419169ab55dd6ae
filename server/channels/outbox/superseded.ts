import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { markDelivery } from '#server/tickets/index.ts'

/** Whether its reply has been sent once more since; a letter that was stopped in time is as if it had never been. */
export async function isSuperseded(db: Db, letter: { id: number; reply_id: number }): Promise<boolean> {
  const newer = await db
    .selectFrom('outbound_letter')
    .select('id')
    .where('reply_id', '=', letter.reply_id)
    .where('id', '>', letter.id)
    .where('state', '<>', 'cancelled')
    .limit(1)
    .executeTakeFirst()
  return newer !== undefined
}

/** What became of a letter is what became of its reply, unless a newer letter tells that. */
export async function markByLetter(
  tx: Tx,
  letter: { id: number; reply_id: number },
  outcome: Parameters<typeof markDelivery>[2],
  now: Date,
): Promise<void> {
  if (!(await isSuperseded(tx, letter))) await markDelivery(tx, letter.reply_id, outcome, now)
}

/** The letter that tells what became of a reply: the newest that was not stopped. */
export function currentLetter(db: Db, replyId: number) {
  return db
    .selectFrom('outbound_letter')
    .selectAll()
    .where('reply_id', '=', replyId)
    .orderBy((eb) => eb('state', '=', 'cancelled'))
    .orderBy('id', 'desc')
    .limit(1)
}
