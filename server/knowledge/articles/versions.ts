import { sql } from 'kysely'
import type { Language } from '#contract/common.ts'
import type { ArticleVersion } from '#contract/knowledge.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { cutPage, readCursor } from '#server/platform/paging.ts'
import { saveText } from './save-text.ts'
import type {} from '../tables.ts'

function versionCards(db: Db) {
  return db
    .selectFrom('article_version as version')
    .leftJoin('agent', 'agent.id', 'version.made_by_id')
    .leftJoin('article_version as source', 'source.id', 'version.restored_from_id')
    .select(['version.id', 'version.number', 'version.title', 'version.made_at', 'version.made_by_id'])
    .select(['version.article_id', 'version.language', 'version.summary', 'version.html'])
    .select(['agent.name as made_by_name', 'version.published_at', 'source.number as restored_from'])
    .select(
      sql<boolean>`exists (select from article_text where published_version_id = version.id)`.as(
        'is_published',
      ),
    )
}

type Row = Awaited<ReturnType<ReturnType<typeof versionCards>['execute']>>[number]

function present(row: Row): ArticleVersion {
  return {
    id: row.id,
    number: row.number,
    title: row.title,
    madeAt: row.made_at.toISOString(),
    madeBy: row.made_by_id === null ? null : { id: row.made_by_id, name: row.made_by_name ?? '' },
    restoredFrom: row.restored_from,
    publishedAt: row.published_at?.toISOString() ?? null,
    isPublished: row.is_published,
  }
}

/** What was written of an article in one language, the newest first. */
export async function listVersions(
  db: Db,
  { articleId, language }: { articleId: number; language: Language },
  page: { cursor?: string | undefined; limit: number },
): Promise<{ items: ArticleVersion[]; nextCursor: string | null }> {
  const after = readCursor(page.cursor)
  const rows = await versionCards(db)
    .where('version.article_id', '=', articleId)
    .where('version.language', '=', language)
    .$if(after !== null, (qb) => qb.where('version.number', '<', after?.id ?? 0))
    .orderBy('version.number', 'desc')
    .limit(page.limit + 1)
    .execute()
  const cut = cutPage(rows, page.limit, (row) => ({ value: null, id: row.number }))
  return { items: cut.rows.map(present), nextCursor: cut.nextCursor }
}

/** One version with its words. */
export async function getVersion(db: Db, id: number) {
  const row = found(await versionCards(db).where('version.id', '=', id).executeTakeFirst())
  return {
    ...present(row),
    articleId: row.article_id,
    language: row.language,
    summary: row.summary,
    html: row.html,
  }
}

/**
 * Makes a version what is being written, as a version of its own. Readers read it when that is published. Answers the
 * article's id.
 */
export async function restoreVersion(
  tx: Tx,
  actor: Actor,
  id: number,
  { version }: { version: number },
  now: Date,
): Promise<number> {
  const { articleId, language, title, summary, html } = await getVersion(tx, id)
  await saveText(tx, actor, { articleId, language }, { version, title, summary, html }, now, id)
  return articleId
}
