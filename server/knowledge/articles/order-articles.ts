import { sql } from 'kysely'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { knowledgeChanged } from '../knowledge-changed.ts'

/** Puts articles of a category in order, those left out behind them; `unknown_reference` for one of another category. */
export async function orderArticles(
  tx: Tx,
  actor: Actor,
  categoryId: number,
  ids: readonly number[],
  now: Date,
): Promise<void> {
  const rows = await tx
    .selectFrom('article')
    .select('id')
    .where('category_id', '=', categoryId)
    .orderBy('id')
    .forUpdate()
    .execute()
  const own = new Set(rows.map((row) => row.id))
  if (new Set(ids).size !== ids.length || ids.some((id) => !own.has(id))) fail('unknown_reference')
  await sql`update article set position = wanted.position
    from (select id, row_number() over (order by array_position(${[...ids]}::bigint[], id), position, id) as position
      from article where category_id = ${categoryId}) as wanted
    where article.id = wanted.id`.execute(tx)
  await knowledgeChanged(tx, actor, 'knowledge.articles_ordered', { id: categoryId }, now)
}
