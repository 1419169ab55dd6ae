import type { Language } from '#contract/common.ts'

/** What the address bar says about the list: which category or which state, and the words looked for. */
export interface KnowledgeSearch {
  category?: number
  state?: ArticleState
  q?: string
}

export const articleStates = ['draft', 'review', 'scheduled', 'published', 'archived'] as const
export type ArticleState = (typeof articleStates)[number]

/** The router reads what looks like a number as one. */
const text = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 200) : undefined
const id = (value: unknown) => (Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : undefined)

export function readKnowledge(search: Record<string, unknown>): KnowledgeSearch {
  return {
    category: id(search['category']),
    state: articleStates.find((each) => each === search['state']),
    q: text(search['q']) || undefined,
  }
}

/** Which language of an article is open, and whether its versions are. */
export interface ArticleSearch {
  language?: Language
  versions?: true
}

export function readArticleSearch(search: Record<string, unknown>): ArticleSearch {
  const { language } = search
  return {
    language: language === 'ru' || language === 'en' ? language : undefined,
    versions: search['versions'] === true || undefined,
  }
}

/** Which import is open; none: a new one begins. */
export function readImport(search: Record<string, unknown>): { id?: number } {
  return { id: id(search['id']) }
}
