import { sql } from 'kysely'
import type { Actor } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { lemmas, tokenize } from '#server/platform/language.ts'
import { knowledgeChanged } from '../knowledge-changed.ts'

/** Words and phrases that mean the same, group by group, in the order they were written. */
export async function getSynonyms(db: Db): Promise<string[][]> {
  const rows = await db.selectFrom('knowledge_synonym').select('words').orderBy('id').execute()
  return rows.map((row) => row.words)
}

/** Replaces the whole list; `version_conflict` where somebody else has replaced the one that was seen. */
export async function setSynonyms(
  tx: Tx,
  actor: Actor,
  { seen, groups }: { seen: string[][]; groups: string[][] },
  now: Date,
): Promise<string[][]> {
  await sql`lock table knowledge_synonym in share row exclusive mode`.execute(tx)
  if (JSON.stringify(await getSynonyms(tx)) !== JSON.stringify(seen)) fail('version_conflict')
  await tx.deleteFrom('knowledge_synonym').execute()
  const rows = groups
    .map((words) => [...new Set(words.map((word) => word.toLowerCase()))])
    .filter((words) => words.length > 1)
    .map((words) => ({ words, created_at: now }))
  if (rows.length > 0) await tx.insertInto('knowledge_synonym').values(rows).execute()
  await knowledgeChanged(tx, actor, 'knowledge.synonyms_changed', {}, now)
  return getSynonyms(tx)
}

const mostVariants = 12

/** What was typed, and the same with synonyms in place of what stands there in any form; what was typed comes first. */
export function withSynonyms(typed: string, groups: readonly (readonly string[])[]): string[] {
  const tokens = tokenize(typed)
  const forms = tokens.map(({ text }) => new Set(lemmas(text)))
  const variants = [typed]
  for (const group of groups) {
    for (const phrase of group) {
      const words = tokenize(phrase).map(({ text }) => lemmas(text))
      const at = forms.findIndex((_, start) =>
        words.every((word, index) => word.some((lemma) => forms[start + index]?.has(lemma))),
      )
      const [from, to] = [tokens[at], tokens[at + words.length - 1]]
      if (words.length === 0 || !from || !to) continue
      for (const other of group) {
        if (other === phrase) continue
        if (variants.length >= mostVariants) return variants
        variants.push(`${typed.slice(0, from.start)}${other}${typed.slice(to.end)}`)
      }
    }
  }
  return variants
}
