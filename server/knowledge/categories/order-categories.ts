import { sql } from 'kysely'
import type { KnowledgeCategory } from '#contract/knowledge.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { knowledgeChanged } from '../knowledge-changed.ts'
import { listCategories } from './load-categories.ts'

/** Puts categories of one parent in this order; `unknown_reference` unless they are of one parent. */
export async function orderCategories(
  tx: Tx,
  actor: Actor,
  ids: readonly number[],
  now: Date,
): Promise<KnowledgeCategory[]> {
  const rows = await tx
    .selectFrom('knowledge_category')
    .select(['id', 'parent_id'])
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute()
  const isOneFamily = new Set(rows.map((row) => row.parent_id)).size === 1
  if (rows.length !== new Set(ids).size || !isOneFamily) fail('unknown_reference')
  await sql`update knowledge_category set position = wanted.position
    from unnest(${[...ids]}::bigint[]) with ordinality as wanted (id, position)
    where knowledge_category.id = wanted.id`.execute(tx)
  await knowledgeChanged(tx, actor, 'knowledge.categories_ordered', {}, now)
  return listCategories(tx)
}
