import { freshAccessToken, type TokenParts } from '#server/channels/email/sending/access-token.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import type { Log } from '#server/platform/log.ts'
import { AccessRefused } from './access-refused.ts'
import { regainConnection } from './regain-connection.ts'

const oldHours = 20

/**
 * The job `mailConnection.refresh`, daily: uses every grant that nobody has used for a day, so that none runs out
 * because its inbox is idle, and so that a withdrawn one is noticed.
 */
export async function refreshConnections(platform: TokenParts & { log: Log }): Promise<void> {
  const { database, clock, log } = platform
  const now = clock.now()
  const rows = await database.db
    .selectFrom('mail_connection')
    .innerJoin('inbox', 'inbox.id', 'mail_connection.inbox_id')
    .select(['inbox_id', 'refreshed_at', 'inbox.connection_state'])
    .where('mail_connection.state', '=', 'connected')
    .where('inbox.archived_at', 'is', null)
    .orderBy('inbox_id')
    .execute()
  const before = now.getTime() - oldHours * 3_600_000
  for (const { inbox_id: inboxId, refreshed_at: at, connection_state: shown } of rows) {
    // A process that was killed between two transactions may have left the inbox behind.
    if (shown !== 'connected') await inTransaction(database.db, (tx) => regainConnection(tx, inboxId, now))
    if (at !== null && at.getTime() > before) continue
    try {
      await freshAccessToken(platform, inboxId, { isForced: true })
    } catch (error) {
      // Whatever is wrong with one, the others are used: their grants would run out.
      const reason = error instanceof AccessRefused ? error.reason : 'failed'
      log.warn({ inboxId, reason, error: String(error) }, 'a mailbox gives no access')
    }
  }
}
