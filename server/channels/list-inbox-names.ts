import type { Db } from '#server/platform/database/open-database.ts'
import type {} from './tables.ts'

/** Every inbox a ticket may have come through, the stopped ones too: their tickets still name them. */
export async function listInboxNames(db: Db): Promise<{ id: number; name: string; address: string }[]> {
  return db.selectFrom('inbox').select(['id', 'name', 'address']).orderBy('id').execute()
}
