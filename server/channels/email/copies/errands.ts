import type { ImapFlow } from 'imapflow'
import { sql } from 'kysely'
import type { InboxSections } from '#contract/inbox-sections.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import type { EmailDesk } from '../email-desk.ts'
import { namedFolder } from './find-folder.ts'
import { noteCopyHealth } from './note-copy-health.ts'
import type {} from './tables.ts'

/** A mailbox's folder, and what is done there to a letter that has been entered. */
export interface Aftercare {
  inboxId: number
  folder: string
  afterFetch: InboxSections['copies']['afterFetch']
  processedFolder: string | null
}

/** Enters that these letters are to be marked or moved; in the transaction that enters the letters themselves. */
export async function addErrands(
  db: Db,
  { inboxId, folder, afterFetch }: Aftercare,
  uidValidity: number,
  uids: readonly number[],
): Promise<void> {
  if (afterFetch === 'leave' || uids.length === 0) return
  await db
    .insertInto('imap_errand')
    .values(uids.map((uid) => ({ inbox_id: inboxId, folder, uid_validity: uidValidity, uid })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

const mostTries = 10
const mostAtOnce = 200

/**
 * Marks or moves, in the folder that is open, what the ledger has: now, or after a crash. Letters that somebody has
 * taken away meanwhile are done with. What the server refuses is tried at the next looks and then left as it is:
 * the letter is a ticket all the same.
 */
export async function runErrands(
  desk: EmailDesk,
  client: ImapFlow,
  care: Aftercare,
  uidValidity: number,
): Promise<void> {
  const { db } = desk.database
  // Numbers of an earlier life of the folder may mean other letters now.
  await sql`delete from imap_errand where inbox_id = ${care.inboxId}
    and (folder <> ${care.folder} or uid_validity <> ${uidValidity} or ${care.afterFetch === 'leave'})`.execute(
    db,
  )
  if (care.afterFetch === 'leave') return
  for (;;) {
    const rows = await db
      .selectFrom('imap_errand')
      .select(['uid', 'attempts'])
      .where('inbox_id', '=', care.inboxId)
      .orderBy('uid')
      .limit(mostAtOnce)
      .execute()
    if (rows.length === 0) return
    const uids = rows.map((row) => row.uid)
    try {
      await treat(client, care, uids)
    } catch (error) {
      if (!client.usable) throw error
      await giveUpSome(desk, care, uids, error)
      return
    }
    await db.deleteFrom('imap_errand').where('inbox_id', '=', care.inboxId).where('uid', 'in', uids).execute()
    await noteCopyHealth(db, care.inboxId, null, desk.clock.now())
  }
}

async function treat(client: ImapFlow, care: Aftercare, uids: number[]): Promise<void> {
  const range = uids.join(',')
  if (care.afterFetch === 'seen') {
    if (!(await client.messageFlagsAdd(range, ['\\Seen'], { uid: true })))
      throw new Error('the server did not mark')
    return
  }
  const target = await namedFolder(client, care.processedFolder ?? 'Processed')
  // Moved into itself a letter would come again under a new number.
  if (client.mailbox && target === client.mailbox.path)
    throw new Error(`“${target}” is the folder that is read`)
  await moveTo(client, range, target)
}

/**
 * MOVE where the server has it. Elsewhere copied, marked as deleted, and removed only where exactly these can be:
 * a plain EXPUNGE would also take what people have marked themselves.
 */
async function moveTo(client: ImapFlow, range: string, target: string): Promise<void> {
  const has = (capability: string): boolean => client.capabilities.has(capability)
  if (has('MOVE') || has('UIDPLUS')) {
    if (!(await client.messageMove(range, target, { uid: true })))
      throw new Error(`cannot move to “${target}”`)
    return
  }
  if (!(await client.messageCopy(range, target, { uid: true }))) throw new Error(`cannot copy to “${target}”`)
  await client.messageFlagsAdd(range, ['\\Seen', '\\Deleted'], { uid: true })
}

async function giveUpSome(
  desk: EmailDesk,
  { inboxId, folder }: Aftercare,
  uids: number[],
  error: unknown,
): Promise<void> {
  const { db } = desk.database
  const now = desk.clock.now()
  const { responseText, message } = error as { responseText?: string; message?: string }
  const said = (responseText || message || String(error)).slice(0, 500)
  desk.log.warn({ inboxId, folder, error: said }, 'fetched letters cannot be marked or moved')
  await noteCopyHealth(db, inboxId, said, now)
  await db
    .updateTable('imap_errand')
    .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
    .where('inbox_id', '=', inboxId)
    .where('uid', 'in', uids)
    .execute()
  const left = await db
    .deleteFrom('imap_errand')
    .where('inbox_id', '=', inboxId)
    .where('attempts', '>=', mostTries)
    .returning('uid')
    .execute()
  if (left.length === 0) return
  const data = { inboxId, folder, uids: left.map((row) => row.uid), error: said }
  const actor = { kind: 'system', id: null } as const
  await inTransaction(db, (tx) => recordEvent(tx, { type: 'letter.left_in_mailbox', at: now, actor, data }))
}
