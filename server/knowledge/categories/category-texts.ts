import { sql } from 'kysely'
import type { Language } from '#contract/common.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { freeSlug, slugOf } from '../content/slug.ts'

export type CategoryTexts = Partial<
  Record<Language, { title: string; description: string; slug?: string | undefined }>
>

/** Writes all the titles a category has; an address somebody else's category has is `already_exists`. */
export async function writeCategoryTexts(tx: Tx, categoryId: number, texts: CategoryTexts): Promise<void> {
  // One writer of addresses at a time: what is free stays free until it is taken.
  await sql`lock table knowledge_category_text in share row exclusive mode`.execute(tx)
  const others = await tx
    .selectFrom('knowledge_category_text')
    .select(['language', 'slug', 'category_id'])
    .execute()
  const own = others.filter((row) => row.category_id === categoryId)
  const rows = Object.entries(texts).map(([key, text]) => {
    const language = key as Language
    const isTaken = (slug: string) =>
      others.some((row) => row.language === language && row.slug === slug && row.category_id !== categoryId)
    if (text.slug !== undefined && isTaken(text.slug)) fail('already_exists', { detail: { slug: text.slug } })
    const kept = own.find((row) => row.language === language)?.slug
    const slug = text.slug ?? kept ?? freeSlug(slugOf(text.title) || `category-${categoryId}`, isTaken)
    return { category_id: categoryId, language, title: text.title, description: text.description, slug }
  })
  await tx.deleteFrom('knowledge_category_text').where('category_id', '=', categoryId).execute()
  await tx.insertInto('knowledge_category_text').values(rows).execute()
}
