import type { Actor } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { knowledgeChanged } from '../knowledge-changed.ts'
import { forgetIndexed, indexArticle } from '../search/index-article.ts'
import { lockText } from './load-article.ts'
import { lockSeenText, newestVersion, type TextPlace } from './save-text.ts'

export const publishTask = 'knowledge.publish'

/**
 * Publishes what is written: now, or at a time, when a job does it with the words of today whatever is written until
 * then. `at: null` takes the time back.
 */
export async function publishText(
  tx: Tx,
  actor: Actor | null,
  place: TextPlace,
  { version, at }: { version: number; at?: string | null | undefined },
  now: Date,
): Promise<void> {
  const row = found(await lockSeenText(tx, place, version))
  await mustNotBeArchived(tx, place.articleId)
  const newest = found(await newestVersion(tx, place))
  const when = at === undefined || at === null ? null : new Date(at)
  if (at !== null && (when === null || when <= now)) {
    await showVersion(tx, actor, place, newest.id, now)
    return
  }
  await tx
    .updateTable('article_text')
    .set({
      publish_at: when,
      publish_version_id: when && newest.id,
      publish_by_id: when && (actor?.agentId ?? null),
      ...(when && { is_in_review: false }),
      version: row.version + 1,
    })
    .where('article_id', '=', place.articleId)
    .where('language', '=', place.language)
    .execute()
  if (when)
    await enqueue(tx, publishTask, place, {
      runAt: when,
      key: `${publishTask}:${place.articleId}:${place.language}`,
    })
  const data = { id: place.articleId, language: place.language, publishAt: when?.toISOString() ?? null }
  await knowledgeChanged(tx, actor, 'article.updated', data, now)
}

/** The job: publishes what is due. A time that was put off or taken back has its own job, or none. */
export async function publishDue(db: Db, payload: unknown, now: Date): Promise<void> {
  const place = payload as TextPlace
  await inTransaction(db, async (tx) => {
    await tx.selectFrom('article').select('id').where('id', '=', place.articleId).forUpdate().execute()
    const row = await lockText(tx, place.articleId, place.language)
    if (!row?.publish_at || row.publish_version_id === null || row.publish_at > now) return
    await showVersion(tx, null, place, row.publish_version_id, now, row.publish_by_id)
  })
}

/** Makes a version what readers see. */
async function showVersion(
  tx: Tx,
  actor: Actor | null,
  place: TextPlace,
  versionId: number,
  now: Date,
  /** Who had said that it be published now, where nobody does it by hand. */
  plannedById: number | null = null,
): Promise<void> {
  const newest = await newestVersion(tx, place)
  await tx.updateTable('article_version').set({ published_at: now }).where('id', '=', versionId).execute()
  const { title } = await tx
    .updateTable('article_text')
    .set((eb) => ({
      published_version_id: versionId,
      published_at: now,
      first_published_at: eb.fn.coalesce('first_published_at', eb.val(now)),
      is_changed: newest?.id !== versionId,
      is_in_review: false,
      publish_at: null,
      publish_version_id: null,
      publish_by_id: null,
      version: eb('version', '+', 1),
    }))
    .where('article_id', '=', place.articleId)
    .where('language', '=', place.language)
    .returning('title')
    .executeTakeFirstOrThrow()
  await indexArticle(tx, place)
  const data = {
    id: place.articleId,
    language: place.language,
    name: title,
    versionId,
    ...(plannedById !== null && { plannedById }),
  }
  await knowledgeChanged(tx, actor, 'article.published', data, now)
}

/** Takes a text back from its readers; it stays as a draft. `not_found` for one that is not published. */
export async function unpublishText(
  tx: Tx,
  actor: Actor,
  place: TextPlace,
  version: number,
  now: Date,
): Promise<void> {
  const row = found(await lockSeenText(tx, place, version))
  if (row.published_version_id === null) fail('not_found')
  await tx
    .updateTable('article_text')
    .set({
      published_version_id: null,
      published_at: null,
      publish_at: null,
      publish_version_id: null,
      publish_by_id: null,
      is_changed: true,
      version: row.version + 1,
    })
    .where('article_id', '=', place.articleId)
    .where('language', '=', place.language)
    .execute()
  await forgetIndexed(tx, place)
  const data = { id: place.articleId, language: place.language, name: row.title }
  await knowledgeChanged(tx, actor, 'article.unpublished', data, now)
}

async function mustNotBeArchived(tx: Tx, articleId: number): Promise<void> {
  const { archived_at } = await tx
    .selectFrom('article')
    .select('archived_at')
    .where('id', '=', articleId)
    .executeTakeFirstOrThrow()
  if (archived_at !== null) fail('article_archived')
}
