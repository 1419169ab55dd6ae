import { sql } from 'kysely'
import type { Db } from '#server/platform/database/open-database.ts'

const dayMs = 86_400_000
/** Whoever only looked is forgotten after this. */
const silentDays = 30

/** Forgets files that were never said, and visitors who never said anything and did not come back. */
export async function sweepChats(db: Db, now: Date): Promise<void> {
  const yesterday = new Date(now.getTime() - dayMs)
  await db.deleteFrom('chat_file').where('created_at', '<', yesterday).execute()
  const before = new Date(now.getTime() - silentDays * dayMs)
  await sql`delete from chat_visitor where seen_at < ${before}
    and not exists (select from chat_conversation where visitor_id = chat_visitor.id)
    and not exists (select from chat_line where visitor_id = chat_visitor.id)`.execute(db)
}
