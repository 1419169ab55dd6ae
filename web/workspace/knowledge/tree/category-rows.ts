import type { Language } from '#contract/common.ts'
import type { KnowledgeCategory, Visibility } from '#contract/knowledge.ts'

export interface CategoryRow {
  readonly category: KnowledgeCategory
  readonly depth: number
  /** Those under the same parent, in their order, itself included. */
  readonly siblings: readonly KnowledgeCategory[]
  /** Whom it really lets in: no category is more open than those above it. */
  readonly visibility: Visibility
}

const levels: readonly Visibility[] = ['public', 'customers', 'internal']

/** The stricter of two. */
export function narrower(a: Visibility, b: Visibility): Visibility {
  return levels[Math.max(levels.indexOf(a), levels.indexOf(b))] ?? 'internal'
}

/** The tree as rows from top to bottom, archived ones left out. A loop must not hang a page: ten levels are the end. */
export function categoryRows(categories: readonly KnowledgeCategory[]): CategoryRow[] {
  const rows: CategoryRow[] = []
  const add = (parentId: number | null, depth: number, above: Visibility) => {
    const siblings = categories.filter((each) => each.parentId === parentId && !each.isArchived)
    for (const category of siblings) {
      const visibility = narrower(above, category.visibility)
      rows.push({ category, depth, siblings, visibility })
      if (depth < 10) add(category.id, depth + 1, visibility)
    }
  }
  add(null, 0, 'public')
  return rows
}

/** A category and everything below it: where it cannot be moved to. */
export function withBelow(categories: readonly KnowledgeCategory[], id: number): Set<number> {
  const found = new Set([id])
  let grew = true
  while (grew) {
    const size = found.size
    for (const each of categories) if (each.parentId !== null && found.has(each.parentId)) found.add(each.id)
    grew = found.size > size
  }
  return found
}

/** Its title in this language, or in the other one. */
export function titleOf({ texts }: Pick<KnowledgeCategory, 'texts'>, language: Language): string {
  return texts[language]?.title ?? texts.ru?.title ?? texts.en?.title ?? '…'
}

/** From the top down to a category: `Вход · Пароли`. */
export function categoryPath(
  categories: readonly KnowledgeCategory[],
  id: number,
  language: Language,
): string[] {
  const path: string[] = []
  let at = categories.find((each) => each.id === id)
  while (at && path.length < 10) {
    path.unshift(titleOf(at, language))
    const { parentId } = at
    at = parentId === null ? undefined : categories.find((each) => each.id === parentId)
  }
  return path
}
