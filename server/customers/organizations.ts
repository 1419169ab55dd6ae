import { sql } from 'kysely'
import type { Organization } from '#contract/customers.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { cutPage, readCursor } from '#server/platform/paging.ts'
import { presentOrganization } from './present.ts'
import { organizationCards } from './queries.ts'

export async function getOrganization(db: Db, id: number): Promise<Organization> {
  return presentOrganization(found(await organizationCards(db).where('id', '=', id).executeTakeFirst()))
}

interface Query {
  q?: string | undefined
  cursor?: string | undefined
  limit: number
}

/** Organizations whose name or domain holds what was typed, newest first. */
export async function listOrganizations(
  db: Db,
  query: Query,
): Promise<{ items: Organization[]; nextCursor: string | null }> {
  const cursor = readCursor(query.cursor)
  const pattern = `%${(query.q ?? '').replace(/[\\%_]/g, '\\$&')}%`
  const rows = await organizationCards(db)
    .$if(Boolean(query.q), (cards) =>
      cards.where(
        sql<boolean>`(name ilike ${pattern} or exists (select from unnest(domains) as domain where domain like lower(${pattern})))`,
      ),
    )
    .$if(cursor !== null, (cards) => cards.where('id', '<', cursor?.id ?? 0))
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .execute()
  const page = cutPage(rows, query.limit, (row) => ({ value: null, id: row.id }))
  return { items: page.rows.map(presentOrganization), nextCursor: page.nextCursor }
}
