import type { SystemState } from '#contract/system.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { isReadable } from '../frame/engine.ts'
import type {} from '../tables.ts'

/** What an administrator should know of the portal: templates that customers do not see, because they are broken. */
export async function portalAlerts(db: Db): Promise<SystemState['alerts']> {
  const rows = await db
    .selectFrom('portal_template')
    .select(['name', 'source', 'updated_at'])
    .orderBy('name')
    .execute()
  return rows
    .filter(({ source }) => !isReadable(source))
    .map(({ name, updated_at }) => ({
      name: 'portal_template_broken',
      detail: { name },
      since: updated_at.toISOString(),
    }))
}
