import type { Language } from '#contract/common.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { sql } from 'kysely'
import { freeSlug, slugOf } from '../content/slug.ts'
import { knowledgeChanged } from '../knowledge-changed.ts'

interface Place {
  articleId: number
  language: Language
}

/** The address a text has now. */
async function currentSlug(tx: Tx, { articleId, language }: Place): Promise<string | undefined> {
  const row = await tx
    .selectFrom('article_address')
    .select('slug')
    .where('article_id', '=', articleId)
    .where('language', '=', language)
    .where('is_current', '=', true)
    .executeTakeFirst()
  return row?.slug
}

/**
 * Gives a text its address: the one that is wished for, or one made of its title. What strangers may know already leads
 * to the new one; what nobody has seen goes. Answers whether it changed. `already_exists` for another article's address.
 */
export async function settleAddress(
  tx: Tx,
  place: Place,
  wish: { slug: string | undefined; title: string; titleBefore: string | null; wasPublished: boolean },
  now: Date,
): Promise<boolean> {
  const current = await currentSlug(tx, place)
  const isOfTitle = current !== undefined && isMadeOf(current, wish.titleBefore ?? '')
  const keeps = wish.slug === undefined && current !== undefined && (wish.wasPublished || !isOfTitle)
  if (keeps || (wish.slug !== undefined && wish.slug === current)) return false
  if (wish.slug === undefined && current !== undefined && isMadeOf(current, wish.title)) return false
  const wished = wish.slug ?? (slugOf(wish.title) || `article-${place.articleId}`)
  // One writer of addresses at a time: what is free stays free until it is taken.
  await sql`lock table article_address in share row exclusive mode`.execute(tx)
  const taken = await tx
    .selectFrom('article_address')
    .select(['slug', 'article_id'])
    .where('language', '=', place.language)
    .where((eb) => eb.or([eb('slug', '=', wished), eb('slug', 'like', `${wished}-%`)]))
    .execute()
  const others = new Set(taken.filter((row) => row.article_id !== place.articleId).map((row) => row.slug))
  if (wish.slug !== undefined && others.has(wish.slug))
    fail('already_exists', { detail: { slug: wish.slug } })
  const slug = freeSlug(wished, (one) => others.has(one))
  const own = tx
    .selectFrom('article_address')
    .select('slug')
    .where('article_id', '=', place.articleId)
    .where('language', '=', place.language)
    .where('is_current', '=', true)
  if (wish.wasPublished)
    await tx
      .updateTable('article_address')
      .set({ is_current: false })
      .where('language', '=', place.language)
      .where('slug', 'in', own)
      .execute()
  else
    await tx
      .deleteFrom('article_address')
      .where('language', '=', place.language)
      .where('slug', 'in', own)
      .execute()
  await tx
    .insertInto('article_address')
    .values({
      language: place.language,
      slug,
      article_id: place.articleId,
      is_current: true,
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(['language', 'slug']).doUpdateSet({ is_current: true }))
    .execute()
  return current !== undefined
}

function isMadeOf(slug: string, title: string): boolean {
  const made = slugOf(title)
  return made !== '' && slug.startsWith(made) && /^(?:-\d+)?$/.test(slug.slice(made.length))
}

/** Lets an old address lead nowhere; `not_found` for one that is not an old one of this text. */
export async function dropAddress(
  tx: Tx,
  actor: Actor,
  { articleId, language, slug }: Place & { slug: string },
  now: Date,
): Promise<void> {
  const dropped = await tx
    .deleteFrom('article_address')
    .where('article_id', '=', articleId)
    .where('language', '=', language)
    .where('slug', '=', slug)
    .where('is_current', '=', false)
    .returning('slug')
    .executeTakeFirst()
  if (!dropped) fail('not_found')
  await knowledgeChanged(tx, actor, 'article.updated', { id: articleId, droppedAddress: slug }, now)
}
