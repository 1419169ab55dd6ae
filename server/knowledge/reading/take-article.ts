import type { Language } from '#contract/common.ts'
import type { FileRef } from '#contract/tickets.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { keepPictures, presentFile } from '#server/tickets/index.ts'
import { answerWords } from '../content/answer-words.ts'
import { visibleArticles } from '../policy.ts'
import type { ArticleUrl } from '../present.ts'

/**
 * A published article's words for one answer, whole, with its pictures as that answer's own: whatever becomes of the
 * article, what was sent stays. `not_allowed` for whoever writes no answers, `not_found` for what they may not read.
 */
export async function takeArticle(
  tx: Tx,
  actor: Actor,
  { id, language }: { id: number; language: Language },
  urlOf: ArticleUrl,
  now: Date,
): Promise<{ html: string; files: FileRef[] }> {
  if (!actor.permissions.has('ticket.reply') && !actor.permissions.has('note.write')) fail('not_allowed')
  const { html } = found(
    await tx
      .selectFrom('article')
      .innerJoin('article_text as text', 'text.article_id', 'article.id')
      .innerJoin('article_version as version', 'version.id', 'text.published_version_id')
      .select('version.html')
      .where('article.id', '=', id)
      .where('text.language', '=', language)
      .where(visibleArticles({ kind: 'agent', actor }))
      .executeTakeFirst(),
  )
  const shown = [...html.matchAll(/<img [^>]*?src="file:(\d+)"/g)].map(([, fileId]) => Number(fileId))
  const pictures =
    shown.length === 0
      ? []
      : await tx
          .selectFrom('article_file')
          .selectAll()
          .where('article_id', '=', id)
          .where('id', 'in', [...new Set(shown)])
          .orderBy('id')
          .execute()
  const copies = await keepPictures(
    tx,
    actor.agentId,
    pictures.map(({ sha256, size_bytes, name, mime }) => ({
      stored: { sha256, sizeBytes: size_bytes },
      name,
      mime,
    })),
    now,
  )
  const names = new Map(pictures.map((picture, at) => [picture.id, copies[at]?.content_id ?? null]))
  return {
    html: answerWords(html, urlOf, (fileId) => names.get(fileId) ?? null),
    files: copies.map(presentFile),
  }
}
