import type { Role } from '#contract/identity.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { presentRole } from './present.ts'
import type {} from './tables.ts'

/** The built-in roles first, then the others as they were made. */
export async function listRoles(db: Db): Promise<{ items: Role[] }> {
  const rows = await db.selectFrom('role').selectAll().orderBy('id').execute()
  return { items: rows.map(presentRole) }
}
