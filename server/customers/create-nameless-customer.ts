import type { Language } from '#contract/common.ts'
import type { Tx } from '#server/platform/database/open-database.ts'

/** A customer of whom nothing is proved: no address leads to them, so they are nobody else's either. */
export async function createNamelessCustomer(
  tx: Tx,
  { name, language }: { name: string; language: Language },
  now: Date,
): Promise<number> {
  const { id } = await tx
    .insertInto('customer')
    .values({ name, language, created_at: now, updated_at: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
