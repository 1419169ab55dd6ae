import { type RawBuilder, sql } from 'kysely'
import type { Visibility } from '#contract/knowledge.ts'
import type { Actor } from '#server/identity/index.ts'
import { fail } from '#server/platform/http/failure.ts'
import type {} from './tables.ts'

/** Whoever reads the knowledge base: a stranger, a customer who signed in, or an agent. */
export type Reader = { kind: 'public' } | { kind: 'customer' } | { kind: 'agent'; actor: Actor }

/** The levels a reader may read. */
export function levelsOf(reader: Reader): Visibility[] {
  if (reader.kind === 'public') return ['public']
  if (reader.kind === 'customer') return ['public', 'customers']
  return reader.actor.permissions.has('ticket.read') ? ['public', 'customers', 'internal'] : ['public']
}

/** The categories a reader may enter: no category is more open than those above it. */
export function readableCategories(reader: Reader): RawBuilder<number> {
  const levels = levelsOf(reader)
  return sql`(with recursive readable as (
      select id from knowledge_category
      where parent_id is null and archived_at is null and visibility = any(${levels}::text[])
      union all select inner_category.id from readable
        join knowledge_category as inner_category on inner_category.parent_id = readable.id
      where inner_category.archived_at is null and inner_category.visibility = any(${levels}::text[])
    ) select id from readable)`
}

/**
 * Which articles a reader may read: of their levels, in a category they may enter, not archived. The one predicate behind
 * every list, search, page and file of readers; whether a text is published is asked beside it.
 */
export function visibleArticles(reader: Reader): RawBuilder<boolean> {
  // As an array the categories are looked up once in a query, wherever in it this stands.
  return sql`(article.archived_at is null and article.visibility = any(${levelsOf(reader)}::text[])
    and article.category_id = any(array${readableCategories(reader)}))`
}

/** Stops whoever may write but not decide what others read. */
export function mustPublish(actor: Actor): void {
  if (!actor.permissions.has('article.publish')) fail('not_allowed')
}
