import type * as z from 'zod'
import type { ArticleComment } from '#contract/knowledge-upkeep.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { cutPage, readCursor } from '#server/platform/paging.ts'
import type {} from '../tables.ts'

/** What readers wrote of an article, the newest first. */
export async function listComments(
  db: Db,
  articleId: number,
  page: { cursor?: string | undefined; limit: number },
): Promise<{ items: z.infer<typeof ArticleComment>[]; nextCursor: string | null }> {
  const after = readCursor(page.cursor)
  let rows = db
    .selectFrom('article_feedback')
    .select(['id', 'language', 'has_helped', 'comment', 'at'])
    .where('article_id', '=', articleId)
    .where('comment', '<>', '')
  if (after) rows = rows.where('id', '<', after.id)
  const cut = cutPage(
    await rows
      .orderBy('id', 'desc')
      .limit(page.limit + 1)
      .execute(),
    page.limit,
    (row) => ({ value: null, id: row.id }),
  )
  return {
    items: cut.rows.map((row) => ({
      id: row.id,
      language: row.language,
      hasHelped: row.has_helped,
      comment: row.comment,
      at: row.at.toISOString(),
    })),
    nextCursor: cut.nextCursor,
  }
}
