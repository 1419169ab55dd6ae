import type { Db } from '#server/platform/database/open-database.ts'

/** How far a folder has been fetched: UIDs up to and including `lastUid`, valid under `uidValidity` only. */
export interface ImapPosition {
  uidValidity: number
  lastUid: number
}

export async function readPosition(db: Db, inboxId: number, folder: string): Promise<ImapPosition | null> {
  const row = await db
    .selectFrom('imap_position')
    .select(['uid_validity as uidValidity', 'last_uid as lastUid'])
    .where('inbox_id', '=', inboxId)
    .where('folder', '=', folder)
    .executeTakeFirst()
  return row ?? null
}

export async function writePosition(
  db: Db,
  inboxId: number,
  folder: string,
  position: ImapPosition,
): Promise<void> {
  const columns = { uid_validity: position.uidValidity, last_uid: position.lastUid }
  await db
    .insertInto('imap_position')
    .values({ inbox_id: inboxId, folder, ...columns })
    .onConflict((conflict) => conflict.columns(['inbox_id', 'folder']).doUpdateSet(columns))
    .execute()
}

/** Notes a look into a folder: while it lasts, how many letters are still to be fetched; at its end, the time. */
export async function noteLook(
  db: Db,
  { inboxId, folder }: { inboxId: number; folder: string },
  look: { behind: number; lookedAt: Date | null },
): Promise<void> {
  await db
    .updateTable('imap_position')
    .set({ behind: look.behind, ...(look.lookedAt && { looked_at: look.lookedAt }) })
    .where('inbox_id', '=', inboxId)
    .where('folder', '=', folder)
    .execute()
}
