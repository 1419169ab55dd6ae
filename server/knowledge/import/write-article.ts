import type { Language } from '#contract/common.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { publishText } from '../articles/publish-text.ts'
import { saveText } from '../articles/save-text.ts'
import { lockText } from '../articles/load-article.ts'
import { cleanArticle } from '../content/clean-article.ts'
import { slugOf } from '../content/slug.ts'
import type { FoundArticle } from './find-existing.ts'
import type { ArticleGroup, GroupText } from './group-items.ts'
import { bringFiles, type BroughtFiles } from './bring-files.ts'
import { type Document, readDocument, rewrite } from './read-document.ts'
import type { ImportProblem } from './scan-archive.ts'
import { doStep, type StepDone, type Work } from './steps.ts'

/** Addresses of pages by their source, as they are in the desk. */
export type Addresses = ReadonlyMap<string, Partial<Record<Language, string>>>

/** Writes one article's words in every language, with its pictures and its links, and publishes it where that is asked. */
export async function writeArticle(
  work: Work,
  position: number,
  group: ArticleGroup,
  found: FoundArticle | undefined,
  addresses: Addresses,
): Promise<void> {
  const skip = (problems: ImportProblem[], counts: StepDone['counts']) =>
    doStep(work, position, async () => ({ counts, problems }))
  const path = group.texts[0]?.path ?? group.source
  // It could not be placed, which was said then.
  if (!found) return skip([], {})
  if (found.isArchived)
    return skip([{ path, problem: 'article_archived', detail: null }], { articles_skipped: 1 })
  const isOwn = found.importId === work.importId
  const wanted = group.texts.filter(
    ({ language }) => isOwn || work.options.existing === 'update' || !found.languages.includes(language),
  )
  if (wanted.length === 0) return skip([], { articles_skipped: 1 })
  const problems: ImportProblem[] = []
  const documents = new Map<GroupText, Document>()
  for (const text of wanted) {
    const bytes = await work.entries.get(text.path)?.read()
    documents.set(text, readDocument(text.path, bytes ?? Buffer.alloc(0)))
  }
  // Bytes are kept before the step: each once, however often the step begins.
  const files = await bringFiles(work, found.articleId, documents, problems)
  await doStep(work, position, async (tx, now) => {
    let written = 0
    for (const [text, document] of documents)
      if (await writeText(tx, work, found.articleId, text, document, files, addresses, now)) written += 1
    const count = isOwn ? 'articles_made' : written > 0 ? 'articles_updated' : 'articles_unchanged'
    return { counts: { [count]: 1 }, problems }
  })
}

/** False when nothing of it was new. */
async function writeText(
  tx: Tx,
  work: Work,
  articleId: number,
  { path, language }: GroupText,
  document: Document,
  files: BroughtFiles,
  addresses: Addresses,
  now: Date,
): Promise<boolean> {
  const html = rewrite(document.html, {
    link: (href) => {
      const target = work.targetOf(path, href)
      if (target.kind === 'elsewhere') return href
      if (target.kind !== 'page') return null
      const slugs = addresses.get(target.source)
      const of = slugs?.[language] === undefined ? other(language) : language
      const slug = slugs?.[of]
      if (slug === undefined) return null
      const anchor = slugOf(target.anchor)
      return `/help/${of}/articles/${slug}${anchor && `#${anchor}`}`
    },
    picture: (source) => {
      const id = files.pictures.get(`${path}\n${source}`)
      return id === undefined ? null : `file:${id}`
    },
  })
  const place = { articleId, language }
  const before = await lockText(tx, articleId, language)
  const isSame =
    before !== undefined &&
    before.title === document.title &&
    before.summary === document.summary &&
    before.html === cleanArticle(html).html
  if (!isSame) {
    const slug = before && (await currentSlug(tx, articleId, language))
    const words = { title: document.title, summary: document.summary, html }
    await saveText(tx, work.actor, place, { ...words, version: before?.version ?? 0, slug }, now)
  }
  const after = await lockText(tx, articleId, language)
  const isShown = work.options.publishes && work.mayPublish && !document.isDraft
  if (isShown && after && (after.published_version_id === null || after.is_changed)) {
    await publishText(tx, work.actor, place, { version: after.version }, now)
    return true
  }
  return !isSame
}

/** The address stays whatever its title has become: others link to it. */
async function currentSlug(tx: Tx, articleId: number, language: Language): Promise<string | undefined> {
  const row = await tx
    .selectFrom('article_address')
    .select('slug')
    .where('article_id', '=', articleId)
    .where('language', '=', language)
    .where('is_current', '=', true)
    .executeTakeFirst()
  return row?.slug
}

const other = (language: Language): Language => (language === 'ru' ? 'en' : 'ru')
