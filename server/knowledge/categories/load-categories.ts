import { sql } from 'kysely'
import type { KnowledgeCategory } from '#contract/knowledge.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import type {} from '../tables.ts'

type Texts = KnowledgeCategory['texts']

function categoryCards(db: Db) {
  return db
    .selectFrom('knowledge_category')
    .select(['id', 'parent_id', 'visibility', 'position', 'version', 'archived_at'])
    .select(
      sql<Texts>`coalesce((select json_object_agg(language, json_build_object('title', title,
        'description', description, 'slug', slug)) from knowledge_category_text
        where category_id = knowledge_category.id), '{}')`.as('texts'),
    )
    .select(
      sql<number>`(select count(*)::int from article
        where category_id = knowledge_category.id and archived_at is null)`.as('article_count'),
    )
}

type Row = Awaited<ReturnType<ReturnType<typeof categoryCards>['execute']>>[number]

function present(row: Row): KnowledgeCategory {
  return {
    id: row.id,
    parentId: row.parent_id,
    visibility: row.visibility,
    position: row.position,
    texts: row.texts,
    articleCount: row.article_count,
    isArchived: row.archived_at !== null,
    version: row.version,
  }
}

/** The whole tree: those of one parent in their order. */
export async function listCategories(db: Db): Promise<KnowledgeCategory[]> {
  const rows = await categoryCards(db).orderBy('position').orderBy('id').execute()
  return rows.map(present)
}

export async function getCategory(db: Db, id: number): Promise<KnowledgeCategory> {
  return present(found(await categoryCards(db).where('id', '=', id).executeTakeFirst()))
}
