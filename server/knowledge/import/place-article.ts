import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { Failed } from '#server/platform/http/failure.ts'
import { settleAddress } from '../articles/addresses.ts'
import { createArticle } from '../articles/create-article.ts'
import { saveText } from '../articles/save-text.ts'
import { findArticles } from './find-existing.ts'
import type { ArticleGroup } from './group-items.ts'
import { foldersOf } from './paths.ts'
import { readDocument } from './read-document.ts'
import type { ImportProblem } from './scan-archive.ts'
import type { StepDone, Work } from './steps.ts'

/**
 * Gives an article its place and its addresses before anything is written: links between files are known only when every
 * one has its address.
 */
export async function placeArticle(
  tx: Tx,
  work: Work,
  group: ArticleGroup,
  categories: ReadonlyMap<string, number>,
  now: Date,
): Promise<StepDone> {
  const { options, importId } = work
  const known = (await findArticles(tx, options.categoryId, [group])).get(group.source)
  const problems: ImportProblem[] = []
  const articleId = known?.articleId ?? (await begin(tx, work, group, categories, problems, now))
  await sql`insert into knowledge_source (root_id, source, article_id, import_id)
    values (${options.categoryId}, ${group.source}, ${articleId}, ${known ? known.importId : importId})
    on conflict (coalesce(root_id, 0), source) do nothing`.execute(tx)
  return { counts: {}, problems }
}

async function begin(
  tx: Tx,
  { actor, entries, options }: Work,
  { folder, texts }: ArticleGroup,
  categories: ReadonlyMap<string, number>,
  problems: ImportProblem[],
  now: Date,
): Promise<number> {
  const nearest = foldersOf(folder).findLast((one) => categories.has(one)) ?? ''
  const categoryId = categories.get(nearest) ?? options.categoryId ?? 0
  const documents = []
  for (const text of texts) {
    const bytes = await entries.get(text.path)?.read()
    documents.push({ ...text, ...readDocument(text.path, bytes ?? Buffer.alloc(0)), language: text.language })
  }
  // What is one for all languages is said in any of the files; of two levels the closer one counts.
  const tags = documents.flatMap((one) => one.tags).slice(0, 30)
  const levels = documents.map((one) => one.visibility)
  const visibility = (['internal', 'customers'] as const).find((one) => levels.includes(one)) ?? 'public'
  let articleId = 0
  for (const { language, path, title, slug } of documents) {
    const text = { title, summary: '', html: '' }
    if (articleId === 0)
      articleId = await createArticle(tx, actor, { ...text, categoryId, language, visibility, tags }, now)
    else await saveText(tx, actor, { articleId, language }, { ...text, version: 0 }, now)
    if (slug === null) continue
    try {
      const wish = { slug, title, titleBefore: title, wasPublished: false }
      await settleAddress(tx, { articleId, language }, wish, now)
    } catch (error) {
      if (!(error instanceof Failed)) throw error
      problems.push({ path, problem: 'slug_taken', detail: slug })
    }
  }
  return articleId
}
