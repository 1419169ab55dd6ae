import { sql } from 'kysely'
import type { Language } from '#contract/common.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { cleanArticle } from '../content/clean-article.ts'
import { readersVector } from './vectors.ts'

interface Place {
  articleId: number
  language: Language
}

/** Makes what is published of a text findable for its readers. */
export async function indexArticle(tx: Tx, { articleId, language }: Place): Promise<void> {
  const version = await tx
    .selectFrom('article_text')
    .innerJoin('article_version', 'article_version.id', 'published_version_id')
    .innerJoin('article', 'article.id', 'article_text.article_id')
    .select([
      'article_version.title',
      'article_version.summary',
      'article_version.html',
      'article_version.text',
    ])
    .select('article.tags')
    .where('article_text.article_id', '=', articleId)
    .where('article_text.language', '=', language)
    .executeTakeFirstOrThrow()
  const headings = cleanArticle(version.html).headings.map((heading) => heading.text)
  const vector = readersVector({ ...version, headings })
  await uncount(tx, { articleId, language })
  await sql`insert into article_search (article_id, language, words)
    values (${articleId}, ${language}, ${vector}::tsvector)
    on conflict (article_id, language) do update set words = excluded.words`.execute(tx)
  await sql`insert into article_word as known (language, word, seen)
    select ${language}, word, 1 from article_search, unnest(tsvector_to_array(words)) as word
    where article_id = ${articleId} and article_search.language = ${language} and word ~ '^[[:alpha:]]{3,30}$'
    order by word
    on conflict (language, word) do update set seen = known.seen + 1`.execute(tx)
}

/** The same in every language, after what they share has changed. */
export async function indexWholeArticle(tx: Tx, articleId: number): Promise<void> {
  const rows = await tx
    .selectFrom('article_text')
    .select('language')
    .where('article_id', '=', articleId)
    .where('published_version_id', 'is not', null)
    .orderBy('language')
    .execute()
  for (const { language } of rows) await indexArticle(tx, { articleId, language })
}

/** What readers cannot read is not found, and its words are no corrections for others. */
export async function forgetIndexed(tx: Tx, place: Place): Promise<void> {
  await uncount(tx, place)
  await tx
    .deleteFrom('article_search')
    .where('article_id', '=', place.articleId)
    .where('language', '=', place.language)
    .execute()
}

async function uncount(tx: Tx, { articleId, language }: Place): Promise<void> {
  await sql`with gone as (
      select word from article_search, unnest(tsvector_to_array(words)) as word
      where article_id = ${articleId} and language = ${language}
    ), locked as (
      select language, word from article_word
      where language = ${language} and word in (select word from gone) order by word for update
    )
    update article_word as known set seen = known.seen - 1 from locked
    where known.language = locked.language and known.word = locked.word`.execute(tx)
}
