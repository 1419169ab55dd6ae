import type { TicketCategory } from '#contract/desk.ts'

export interface TreeRow {
  readonly category: TicketCategory
  readonly depth: number
  /** Those under the same parent, in their order, itself included. */
  readonly siblings: readonly TicketCategory[]
}

/** The tree as rows from top to bottom. Data with a loop in it must not hang a page: ten levels are the end. */
export function treeRows(categories: readonly TicketCategory[]): TreeRow[] {
  const rows: TreeRow[] = []
  const add = (parentId: number | null, depth: number) => {
    const siblings = categories
      .filter((each) => each.parentId === parentId)
      .toSorted((a, b) => a.position - b.position || a.id - b.id)
    for (const category of siblings) {
      rows.push({ category, depth, siblings })
      if (depth < 10) add(category.id, depth + 1)
    }
  }
  add(null, 0)
  return rows
}

/** A category and everything below it: where it cannot be moved to. */
export function withBelow(categories: readonly TicketCategory[], id: number): Set<number> {
  const found = new Set([id])
  let grew = true
  while (grew) {
    const size = found.size
    for (const each of categories) if (each.parentId !== null && found.has(each.parentId)) found.add(each.id)
    grew = found.size > size
  }
  return found
}
