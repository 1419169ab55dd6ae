import { sql } from 'kysely'
import type { Language } from '#contract/common.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { type CleanArticle, cleanArticle } from '../content/clean-article.ts'
import { tellKnowledge } from '../knowledge-changed.ts'
import { mustPublish } from '../policy.ts'
import { draftVector } from '../search/vectors.ts'
import type { ArticleTextRow, ArticleVersionRow } from '../tables.ts'
import { settleAddress } from './addresses.ts'
import { lockText } from './load-article.ts'

/** Saves of one writer within this are one version. */
const oneSittingMs = 10 * 60_000

export interface Written {
  title: string
  summary: string
  html: string
}

export interface TextPlace {
  articleId: number
  language: Language
}

/** A text as it was seen, or `version_conflict` with what is in force; 0 stands for one that is not there. */
export async function lockSeenText(
  tx: Tx,
  { articleId, language }: TextPlace,
  version: number,
): Promise<ArticleTextRow | null> {
  // The article's row stands for texts that are not there yet.
  const article = await tx
    .selectFrom('article')
    .select('id')
    .where('id', '=', articleId)
    .forUpdate()
    .executeTakeFirst()
  found(article)
  const row = (await lockText(tx, articleId, language)) ?? null
  if ((row?.version ?? 0) !== version) fail('version_conflict', { detail: { version: row?.version ?? 0 } })
  return row
}

/**
 * Keeps what is being written in one language; what readers see stays as it is until that is published. The HTML is
 * cleaned; pictures of other articles fall out. `actor` is null where the desk is filled by itself.
 */
export async function saveText(
  tx: Tx,
  actor: Actor | null,
  place: TextPlace,
  given: Written & { version: number; slug?: string | undefined },
  now: Date,
  restoredFromId: number | null = null,
): Promise<void> {
  const before = await lockSeenText(tx, place, given.version)
  const clean = await ownPicturesOnly(tx, place.articleId, cleanArticle(given.html))
  const written = { title: given.title, summary: given.summary, html: clean.html }
  const isMoved = await settleAddress(
    tx,
    place,
    {
      slug: given.slug,
      title: given.title,
      titleBefore: before?.title ?? null,
      wasPublished: before?.first_published_at !== null && before?.first_published_at !== undefined,
    },
    now,
  )
  if (isMoved && before?.published_version_id !== null && actor) mustPublish(actor)
  const versionId = await keepVersion(tx, actor, place, { ...written, text: clean.text }, now, {
    restoredFromId,
    heldIds: [before?.publish_version_id ?? null],
  })
  const values = {
    ...written,
    words: draftVector(written.title, `${written.summary}\n${clean.text}`),
    is_changed: before?.published_version_id !== versionId,
    updated_at: now,
    updated_by_id: actor?.agentId ?? null,
    version: given.version + 1,
  }
  await tx
    .insertInto('article_text')
    .values({ article_id: place.articleId, language: place.language, ...values })
    .onConflict((conflict) => conflict.columns(['article_id', 'language']).doUpdateSet(values))
    .execute()
  await tx.updateTable('article').set({ updated_at: now }).where('id', '=', place.articleId).execute()
  // What readers see is not touched by a draft, only by a new address of what they read.
  await tellKnowledge(tx, !isMoved)
}

async function ownPicturesOnly(tx: Tx, articleId: number, clean: CleanArticle): Promise<CleanArticle> {
  if (clean.fileIds.length === 0) return clean
  const rows = await tx.selectFrom('article_file').select('id').where('article_id', '=', articleId).execute()
  const own = new Set(rows.map((row) => row.id))
  return {
    ...clean,
    html: clean.html.replace(/<img src="file:(\d+)"[^>]*>/g, (tag, id) => (own.has(Number(id)) ? tag : '')),
  }
}

/** The newest version of a text. */
export async function newestVersion(
  tx: Tx,
  { articleId, language }: TextPlace,
): Promise<ArticleVersionRow | null> {
  const row = await tx
    .selectFrom('article_version')
    .selectAll()
    .where('article_id', '=', articleId)
    .where('language', '=', language)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** Writes the words down as the newest version: into the one of this sitting, or as one of its own. Answers its id. */
async function keepVersion(
  tx: Tx,
  actor: Actor | null,
  place: TextPlace,
  words: Written & { text: string },
  now: Date,
  { restoredFromId, heldIds }: { restoredFromId: number | null; heldIds: (number | null)[] },
): Promise<number> {
  const newest = await newestVersion(tx, place)
  const isSame =
    newest !== null &&
    newest.title === words.title &&
    newest.summary === words.summary &&
    newest.html === words.html
  if (isSame) return newest.id
  const isOpen =
    newest !== null &&
    restoredFromId === null &&
    newest.restored_from_id === null &&
    newest.published_at === null &&
    !heldIds.includes(newest.id) &&
    newest.made_by_id === (actor?.agentId ?? null) &&
    now.getTime() - newest.made_at.getTime() < oneSittingMs
  if (isOpen) {
    await tx.updateTable('article_version').set(words).where('id', '=', newest.id).execute()
    return newest.id
  }
  const { id } = await tx
    .insertInto('article_version')
    .values({
      article_id: place.articleId,
      language: place.language,
      number: sql<number>`${(newest?.number ?? 0) + 1}`,
      ...words,
      made_at: now,
      made_by_id: actor?.agentId ?? null,
      restored_from_id: restoredFromId,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
