import { sql } from 'kysely'
import type { OutboxKind, OutboxLetter } from '#contract/outbox.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { presentOutbox } from './present-outbox.ts'
import { type OutboxRow, readOutbox } from './read-outbox.ts'

/** One row of the outbox; a reply whose letter was written meanwhile is found as that letter. */
export async function findOutboxRow(db: Db, kind: OutboxKind, id: number): Promise<OutboxRow> {
  const none = { letter: null, reply: null, system: null }
  const page = { after: null, limit: 1 }
  const read = async (of: OutboxKind, column: string) =>
    readOutbox(db, { ...none, [of]: { where: [sql`${sql.ref(column)} = ${id}`] } }, page)
  if (kind === 'system') return found((await read('system', 'system_letter.id'))[0])
  if (kind === 'letter') return found((await read('letter', 'outbound_letter.id'))[0])
  return found((await read('reply', 'reply.id'))[0] ?? (await read('letter', 'outbound_letter.reply_id'))[0])
}

export async function findOutboxLetter(db: Db, kind: OutboxKind, id: number): Promise<OutboxLetter> {
  return presentOutbox(await findOutboxRow(db, kind, id))
}
