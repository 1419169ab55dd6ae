import type { Db } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'

/** The connection of an inbox in use, with what of the inbox decides how it is asked for; `not_found`. */
export async function connectionOf(db: Db, inboxId: number) {
  const row = await db
    .selectFrom('mail_connection')
    .innerJoin('inbox', 'inbox.id', 'mail_connection.inbox_id')
    .selectAll('mail_connection')
    .select(['inbox.address', 'inbox.receives_by', 'inbox.sends_by'])
    .where('inbox_id', '=', inboxId)
    .where('inbox.archived_at', 'is', null)
    .executeTakeFirst()
  return found(row)
}

export function usesGraph(inbox: { receives_by: string; sends_by: string }): boolean {
  return inbox.receives_by === 'graph' || inbox.sends_by === 'graph'
}
