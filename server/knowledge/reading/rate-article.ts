import { sql } from 'kysely'
import type { Language } from '#contract/common.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import type { Secrets } from '#server/platform/secrets.ts'
import { type Reader, visibleArticles } from '../policy.ts'

/** What one address may say in an hour. */
const mostInAnHour = 30
const hourMs = 3_600_000

interface Opinion {
  articleId: number
  language: Language
  hasHelped: boolean
  comment: string
}

/** Whoever says it: where they come from, and what tells them from others there. Neither is kept as it is. */
export interface Rater {
  address: string
  mark: string
}

/**
 * Counts whether an article helped: one opinion a person, the last one counts. `not_found` for an article they may not
 * read, `too_many_requests` for a flood.
 */
export async function rateArticle(
  tx: Tx,
  secrets: Secrets,
  reader: Reader,
  rater: Rater,
  { articleId, language, hasHelped, comment }: Opinion,
  now: Date,
): Promise<void> {
  const { rows } = await sql<{ id: number }>`select article.id from article
    join article_text as text on text.article_id = article.id and text.language = ${language}
    where article.id = ${articleId} and text.published_version_id is not null and ${visibleArticles(reader)}
    for update of text`.execute(tx)
  found(rows[0])
  const visitor_hash = secrets.sign('article feedback', `${rater.address}\n${rater.mark}`)
  const address_hash = secrets.sign('article feedback address', rater.address)
  const { count } = await tx
    .selectFrom('article_feedback')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('address_hash', '=', address_hash)
    .where('at', '>', new Date(now.getTime() - hourMs))
    .executeTakeFirstOrThrow()
  if (count >= mostInAnHour) fail('too_many_requests', { detail: { retryAfterSeconds: 3600 } })
  const opinion = { has_helped: hasHelped, comment, at: now }
  await tx
    .insertInto('article_feedback')
    .values({ article_id: articleId, language, visitor_hash, address_hash, ...opinion })
    .onConflict((conflict) =>
      conflict.columns(['article_id', 'language', 'visitor_hash']).doUpdateSet({
        ...opinion,
        // A second press of the button does not take back what was written.
        comment: sql<string>`case when excluded.comment = '' then article_feedback.comment else excluded.comment end`,
      }),
    )
    .execute()
  await sql`update article_text set helped_count = said.helped, not_helped_count = said.not_helped
    from (select count(*) filter (where has_helped) as helped, count(*) filter (where not has_helped) as not_helped
      from article_feedback where article_id = ${articleId} and language = ${language}) as said
    where article_id = ${articleId} and language = ${language}`.execute(tx)
}
