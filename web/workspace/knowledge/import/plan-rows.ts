import type { KnowledgeImportOptions, KnowledgeImportPlan } from '#contract/knowledge-import.ts'

type Category = KnowledgeImportPlan['categories'][number]
type Article = KnowledgeImportPlan['articles'][number]

export type PlanRow =
  | { kind: 'category'; depth: number; category: Category; count: number }
  | { kind: 'article'; depth: number; article: Article }

/** What becomes of an article, for the word beside it. */
export type Becomes = 'new' | 'update' | 'language' | 'skip' | 'archived'

export function becomes({ fate, texts }: Article, existing: KnowledgeImportOptions['existing']): Becomes {
  if (fate !== 'existing') return fate
  if (existing === 'update') return 'update'
  return texts.some((text) => !text.isThere) ? 'language' : 'skip'
}

/** The tree as rows from top to bottom: of a folder its articles, then the folders in it. */
export function planRows({ categories, articles }: KnowledgeImportPlan): PlanRow[] {
  const inside = new Map<string, Article[]>()
  for (const article of articles)
    inside.set(article.category, [...(inside.get(article.category) ?? []), article])
  const below = new Map<string, Category[]>()
  for (const category of categories) {
    const parent = category.source.replace(/[^/]+\/$/, '')
    // The archive’s own category stands beside its folders, not above them.
    const above = category.source === '' || parent === '' ? '/' : parent
    below.set(above, [...(below.get(above) ?? []), category])
  }
  const rows: PlanRow[] = []
  const put = (article: Article, depth: number) => rows.push({ kind: 'article', depth, article })
  const add = (above: string, depth: number) => {
    for (const category of below.get(above) ?? []) {
      const own = inside.get(category.source) ?? []
      rows.push({ kind: 'category', depth, category, count: own.length })
      for (const article of own) put(article, depth + 1)
      if (category.source !== '') add(category.source, depth + 1)
    }
  }
  // Straight into the category that was chosen.
  if (!categories.some((category) => category.source === ''))
    for (const article of inside.get('') ?? []) put(article, 0)
  add('/', 0)
  return rows
}
