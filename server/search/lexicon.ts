import { sql } from 'kysely'
import type { Db } from '#server/platform/database/open-database.ts'
import { lemmas, tokenize } from '#server/platform/language.ts'
import { otherLayout } from './layout.ts'

/** More beginnings than this say nothing about what is being typed. */
const MOST_ENDINGS = 20
/** The highest character a word of the lexicon may hold, and one more. */
const AFTER_ALL = '\uffff'

/** Words of the desk that begin so, the most used first. */
export async function wordsBeginning(db: Db, start: string): Promise<string[]> {
  const rows = await db
    .selectFrom('lexicon')
    .select('word')
    .where('word', '>=', start)
    .where('word', '<', start + AFTER_ALL)
    .orderBy('seen', 'desc')
    .limit(MOST_ENDINGS)
    .execute()
  return rows.map((row) => row.word)
}

/**
 * The query with every word that the desk has never seen replaced by the likeliest one it has: typed in the wrong
 * keyboard layout, or misspelt. Null when there is nothing to correct, or no better word.
 */
export async function correct(db: Db, typed: string): Promise<string | null> {
  const swapped = await whenKnown(db, otherLayout(typed))
  if (swapped !== null) return swapped
  let corrected = ''
  let at = 0
  for (const { text, start, end } of tokenize(typed)) {
    const better =
      /^\p{L}{3,}$/u.test(text) && !(await isKnown(db, text)) ? await closest(db, text.toLowerCase()) : null
    corrected += typed.slice(at, start) + (better ?? text)
    at = end
  }
  corrected += typed.slice(at)
  return corrected === typed ? null : corrected
}

async function whenKnown(db: Db, typed: string): Promise<string | null> {
  const words = tokenize(typed).filter(({ text }) => lemmas(text).length > 0)
  for (const { text } of words) if (!(await isKnown(db, text))) return null
  return words.length > 0 ? typed : null
}

async function isKnown(db: Db, word: string): Promise<boolean> {
  const row = await db
    .selectFrom('lexicon')
    .select('word')
    .where('word', '=', sql<string>`any(${lemmas(word)}::text[])`)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** By trigrams, with more weight for a word that is used more: of two as likely, people mean the common one. */
async function closest(db: Db, word: string): Promise<string | null> {
  const { rows } = await sql<{ word: string }>`
    select word from lexicon
    where word % ${word} and abs(length(word) - length(${word})) <= 4
    order by similarity(word, ${word}) + ln(1 + seen) / 50 desc limit 1`.execute(db)
  return rows[0]?.word ?? null
}
