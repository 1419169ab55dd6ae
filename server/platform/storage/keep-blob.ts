import type { Db } from '#server/platform/database/open-database.ts'
import type { Stored } from './storage.ts'
import type {} from './tables.ts'

/** Enters stored bytes in the books, so that rows can point at them. Bytes already entered are left alone. */
export async function keepBlob(tx: Db, ...stored: Stored[]): Promise<void> {
  if (stored.length === 0) return
  await tx
    .insertInto('blob')
    .values(stored.map((one) => ({ sha256: one.sha256, size_bytes: one.sizeBytes })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
