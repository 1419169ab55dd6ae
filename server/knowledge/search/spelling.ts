import { sql } from 'kysely'
import type { Language } from '#contract/common.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { lemmas, tokenize } from '#server/platform/language.ts'
import { type Reader, visibleArticles } from '../policy.ts'

/** More beginnings than this say nothing about what is being typed. */
const mostEndings = 10

/** Words of published articles that begin so, the most used first. */
export async function wordsBeginning(db: Db, language: Language, start: string): Promise<string[]> {
  const rows = await db
    .selectFrom('article_word')
    .select('word')
    .where('language', '=', language)
    .where('word', '>=', start)
    .where('word', '<', `${start}\uffff`)
    .where('seen', '>', 0)
    .orderBy('seen', 'desc')
    .limit(mostEndings)
    .execute()
  return rows.map((row) => row.word)
}

/**
 * What was typed, with every word that stands in no article of this reader's replaced by the likeliest one that does;
 * null when there is nothing to correct, or no better word. A word of articles that they may not read is never said.
 */
export async function correct(
  db: Db,
  reader: Reader,
  language: Language,
  typed: string,
): Promise<string | null> {
  const words = tokenize(typed)
    .filter(({ text }) => /^\p{L}{3,30}$/u.test(text) && lemmas(text).length > 0)
    .slice(0, 12)
  const all = [...new Set(words.flatMap(({ text }) => lemmas(text)))]
  const seen = new Set(await readable(db, reader, language, all))
  const unknown = words.filter(({ text }) => !lemmas(text).some((lemma) => seen.has(lemma)))
  let corrected = ''
  let at = 0
  for (const { text, start, end } of unknown) {
    const word = await closest(db, reader, language, text.toLowerCase())
    if (word === null) continue
    corrected += typed.slice(at, start) + word
    at = end
  }
  return at === 0 ? null : corrected + typed.slice(at)
}

/** Those of the words that stand in an article the reader may read, in the given order. */
async function readable(
  db: Db,
  reader: Reader,
  language: Language,
  words: readonly string[],
): Promise<string[]> {
  if (words.length === 0) return []
  const { rows } = await sql<{ word: string }>`select word
    from unnest(${[...words]}::text[]) with ordinality as asked (word, place)
    where exists (select from article_search join article on article.id = article_id
      where language = ${language} and words @@ quote_literal(word)::tsquery and ${visibleArticles(reader)})
    order by place`.execute(db)
  return rows.map((row) => row.word)
}

const mostCandidates = 12

/** By trigrams of the word and of its dictionary form; of two as likely, people mean the common one. */
async function closest(db: Db, reader: Reader, language: Language, word: string): Promise<string | null> {
  const forms = [...new Set([word, ...lemmas(word)])]
  const { rows } = await sql<{ word: string }>`
    select known.word from article_word as known, unnest(${forms}::text[]) as form
    where known.language = ${language} and known.word % form and abs(length(known.word) - length(form)) <= 3
      and known.seen > 0
    group by known.word, known.seen
    order by max(similarity(known.word, form)) + ln(1 + known.seen) / 50 desc limit ${mostCandidates}`.execute(
    db,
  )
  const [best] = await readable(
    db,
    reader,
    language,
    rows.map((row) => row.word),
  )
  return best ?? null
}
