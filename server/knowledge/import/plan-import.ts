import type { Language } from '#contract/common.ts'
import type { KnowledgeImportPlan } from '#contract/knowledge-import.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { findArticles, findCategories } from './find-existing.ts'
import { groupItems } from './group-items.ts'
import type { ImportItem } from './tables.ts'

/** What becomes of each file of an import, as things are now. */
export async function planImport(
  db: Db,
  actor: Actor,
  id: number,
  { language, categoryId = null }: { language: Language; categoryId?: number | null | undefined },
): Promise<KnowledgeImportPlan> {
  const row = found(
    await db.selectFrom('knowledge_import').select('name').where('id', '=', id).executeTakeFirst(),
  )
  const items = await loadItems(db, id)
  const problems = await db
    .selectFrom('knowledge_import_problem')
    .select(['path', 'problem', 'detail'])
    .where('import_id', '=', id)
    .orderBy('id')
    .execute()
  const grouped = groupItems(items, { language, hasRoot: categoryId !== null, archiveName: row.name })
  const [articles, categories] = await Promise.all([
    findArticles(db, categoryId, grouped.articles),
    findCategories(db, categoryId, grouped.categories),
  ])
  const missing = actor.permissions.has('article.publish') ? 'new' : 'joined'
  const count = (kind: ImportItem['kind']) => items.filter((item) => item.kind === kind).length
  return {
    categories: grouped.categories.map(({ source, titles }) => ({
      source,
      title: titles[actor.language] ?? titles.ru ?? titles.en ?? '',
      fate: categories.has(source) ? 'existing' : missing,
    })),
    articles: grouped.articles.map(({ source, folder, texts }) => {
      const known = articles.get(source)
      return {
        source,
        category: folder,
        texts: texts.map(({ language: of, title, path }) => ({
          language: of,
          title,
          path,
          isThere: known?.languages.includes(of) ?? false,
        })),
        fate: known === undefined ? 'new' : known.isArchived ? 'archived' : 'existing',
        articleId: known?.articleId ?? null,
      }
    }),
    pictures: count('picture'),
    attachments: count('attachment'),
    problems: [
      ...problems,
      ...grouped.problems,
      ...items
        .filter((item) => item.kind === 'unused')
        .slice(0, 500)
        .map(({ path }) => ({ path, problem: 'unused', detail: null })),
    ],
  }
}

export async function loadItems(db: Db, importId: number): Promise<ImportItem[]> {
  return db
    .selectFrom('knowledge_import_item')
    .select(['path', 'kind', 'source', 'language', 'title', 'slug'])
    .where('import_id', '=', importId)
    .orderBy('position')
    .execute()
}
