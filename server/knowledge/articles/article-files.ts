import type { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { sql } from 'kysely'
import type { ArticleFile } from '#contract/knowledge.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import type { Platform } from '#server/platform/platform.ts'
import { keepBlob } from '#server/platform/storage/keep-blob.ts'
import { isHarmlessPicture, sendFile } from '#server/platform/http/send-file.ts'
import { mustPublish, type Reader, visibleArticles } from '../policy.ts'
import { presentFile } from '../present.ts'
import { isPublished } from './update-article.ts'

/** As many as an article can have. */
const mostFiles = 300

interface Upload {
  name: string
  mime: string
  isAttachment: boolean
}

/** Stores the bytes as they come in, then the row: a picture for the words, or an attachment below them. */
export async function uploadArticleFile(
  platform: Platform,
  actor: Actor,
  articleId: number,
  body: Readable,
  { name, mime, isAttachment }: Upload,
): Promise<ArticleFile> {
  const { db } = platform.database
  found(await db.selectFrom('article').select('id').where('id', '=', articleId).executeTakeFirst())
  const stored = await platform.storage.put(body, { maxBytes: platform.config.uploadMaxBytes })
  return inTransaction(db, async (tx) => {
    found(
      await tx.selectFrom('article').select('id').where('id', '=', articleId).forUpdate().executeTakeFirst(),
    )
    if (isAttachment && (await isPublished(tx, articleId))) mustPublish(actor)
    if (!isAttachment && !isHarmlessPicture(mime)) fail('picture_unsupported', { detail: { name } })
    const files = await tx
      .selectFrom('article_file')
      .select('id')
      .where('article_id', '=', articleId)
      .execute()
    if (files.length >= mostFiles) fail('too_many_files')
    await keepBlob(tx, stored)
    const row = await tx
      .insertInto('article_file')
      .values({
        article_id: articleId,
        sha256: stored.sha256,
        size_bytes: stored.sizeBytes,
        name: nameOnly(name),
        mime,
        is_attachment: isAttachment,
        created_at: platform.clock.now(),
        created_by_id: actor.agentId,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    return presentFile(row)
  })
}

/** The name without folders, control characters and marks that turn the reading direction around. */
function nameOnly(name: string): string {
  const base = name.split(/[\\/]/).at(-1) ?? ''
  return base.replace(/[\p{Cc}\p{Cf}]/gu, '').trim() || 'file'
}

/** Removes an attachment; of a published article it takes the right to publish. A picture stays while a version may show it. */
export async function deleteArticleFile(tx: Tx, actor: Actor, id: number): Promise<void> {
  const gone = found(
    await tx
      .deleteFrom('article_file')
      .where('id', '=', id)
      .where('is_attachment', '=', true)
      .returning('article_id')
      .executeTakeFirst(),
  )
  if (await isPublished(tx, gone.article_id)) mustPublish(actor)
}

/** Sends a file to an agent, whatever becomes of its article. */
export async function downloadArticleFile(
  { database: { db }, storage }: Platform,
  id: number,
  isInline: boolean,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const row = await db.selectFrom('article_file').selectAll().where('id', '=', id).executeTakeFirst()
  return sendFile(reply, storage, found(row), isInline)
}

/**
 * Sends a reader a file of an article they may read: one that a published text shows, or one attached to a published
 * article. Every other one is `not_found`. Harmless pictures are shown, all else is saved.
 */
export async function sendArticleFile(
  { database: { db }, storage }: Platform,
  reader: Reader,
  id: number,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const row = found(await readableFile(db, reader, id))
  return sendFile(reply, storage, row, !row.is_attachment)
}

async function readableFile(db: Db, reader: Reader, id: number) {
  return db
    .selectFrom('article_file')
    .innerJoin('article', 'article.id', 'article_file.article_id')
    .select(['sha256', 'size_bytes', 'name', 'mime', 'is_attachment'])
    .where('article_file.id', '=', id)
    .where(visibleArticles(reader))
    .where(sql<boolean>`exists (select from article_text as shown
      join article_version as version on version.id = shown.published_version_id
      where shown.article_id = article.id and (article_file.is_attachment
        or strpos(version.html, 'src="file:' || article_file.id || '"') > 0))`)
    .executeTakeFirst()
}
