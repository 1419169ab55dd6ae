import { sql } from 'kysely'
import type { Language } from '#contract/common.ts'
import type { Article, ArticleText } from '#contract/knowledge.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { type ArticleUrl, presentFile, presentTextState } from '../present.ts'

/** Of `article_text`, everything but what the search alone reads. */
const textColumns = [
  'article_text.article_id',
  'article_text.language',
  'article_text.title',
  'article_text.summary',
  'article_text.html',
  'article_text.is_changed',
  'article_text.is_in_review',
  'article_text.review_asked_by_id',
  'article_text.published_version_id',
  'article_text.first_published_at',
  'article_text.published_at',
  'article_text.publish_at',
  'article_text.publish_version_id',
  'article_text.publish_by_id',
  'article_text.version',
  'article_text.updated_at',
  'article_text.updated_by_id',
  'article_text.helped_count',
  'article_text.not_helped_count',
] as const

/** An article with everything that is being written, for the desk; `not_found`. */
export async function loadArticle(db: Db, id: number, urlOf: ArticleUrl): Promise<Article> {
  const article = found(await db.selectFrom('article').selectAll().where('id', '=', id).executeTakeFirst())
  const [texts, authors, related, files] = await Promise.all([
    loadTexts(db, id, urlOf),
    db
      .selectFrom('article_author')
      .innerJoin('agent', 'agent.id', 'agent_id')
      .select(['agent.id', 'agent.name'])
      .where('article_id', '=', id)
      .orderBy('article_author.position')
      .execute(),
    relatedOf(db, id),
    db.selectFrom('article_file').selectAll().where('article_id', '=', id).orderBy('id').execute(),
  ])
  return {
    id,
    categoryId: article.category_id,
    visibility: article.visibility,
    position: article.position,
    tags: article.tags,
    isArchived: article.archived_at !== null,
    helpedCount: texts.reduce((sum, text) => sum + text.helpedCount, 0),
    notHelpedCount: texts.reduce((sum, text) => sum + text.notHelpedCount, 0),
    updatedAt: article.updated_at.toISOString(),
    texts,
    authors,
    related,
    files: files.map(presentFile),
    version: article.version,
  }
}

async function loadTexts(db: Db, id: number, urlOf: ArticleUrl): Promise<ArticleText[]> {
  const rows = await db
    .selectFrom('article_text')
    .leftJoin('agent', 'agent.id', 'updated_by_id')
    .leftJoin('agent as asker', 'asker.id', 'review_asked_by_id')
    .select(textColumns)
    .select(['agent.name as updated_by_name', 'asker.name as asker_name'])
    .select(
      sql<{ slug: string; is_current: boolean }[]>`(select json_agg(json_build_object('slug', slug,
        'is_current', is_current) order by created_at, slug) from article_address
        where article_id = article_text.article_id and language = article_text.language)`.as('addresses'),
    )
    .where('article_id', '=', id)
    .orderBy('language', 'desc')
    .execute()
  return rows.map((row) => {
    const slug = row.addresses.find((address) => address.is_current)?.slug ?? ''
    return {
      ...presentTextState(row),
      slug,
      oldSlugs: row.addresses.filter((address) => !address.is_current).map((address) => address.slug),
      url: row.published_version_id === null ? null : urlOf(row.language, slug),
      summary: row.summary,
      html: row.html,
      updatedBy: personOf(row.updated_by_id, row.updated_by_name),
      reviewAskedBy: row.is_in_review ? personOf(row.review_asked_by_id, row.asker_name) : null,
      publishedVersionId: row.published_version_id,
      helpedCount: row.helped_count,
      notHelpedCount: row.not_helped_count,
      version: row.version,
    }
  })
}

const personOf = (id: number | null, name: string | null) => (id === null ? null : { id, name: name ?? '' })

async function relatedOf(db: Db, id: number): Promise<{ id: number; title: string }[]> {
  const { rows } = await sql<{ id: number; title: string }>`select related_id as id,
      (select title from article_text where article_id = related_id order by language desc limit 1) as title
    from article_related where article_id = ${id} order by position`.execute(db)
  return rows
}

/** The row of one text, for an operation that changes it. */
export async function lockText(db: Db, articleId: number, language: Language) {
  return db
    .selectFrom('article_text')
    .select(textColumns)
    .where('article_id', '=', articleId)
    .where('language', '=', language)
    .forUpdate()
    .executeTakeFirst()
}
