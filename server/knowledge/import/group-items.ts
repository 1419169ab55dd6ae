import type { Language } from '#contract/common.ts'
import { foldersOf, nameOf } from './paths.ts'
import type { ImportProblem } from './scan-archive.ts'
import type { ImportItem } from './tables.ts'

export interface GroupText {
  language: Language
  path: string
  title: string
  slug: string | null
}

/** One article with a text in each of its languages. */
export interface ArticleGroup {
  source: string
  folder: string
  texts: GroupText[]
}

export interface CategoryGroup {
  source: string
  /** The folder above; null for the topmost. */
  parent: string | null
  /** From a page of its own, or from the folder's name in the languages of what is in it. */
  titles: Partial<Record<Language, string>>
  /** The page that tells more about it, by language. */
  pages: Partial<Record<Language, string>>
}

export interface Grouped {
  categories: CategoryGroup[]
  articles: ArticleGroup[]
  problems: ImportProblem[]
}

/**
 * The articles and categories of an archive: files of one place in two languages are one article. What stands outside
 * every folder needs a category of its own, named like the archive, unless one was chosen.
 */
export function groupItems(
  items: readonly ImportItem[],
  { language, hasRoot, archiveName }: { language: Language; hasRoot: boolean; archiveName: string },
): Grouped {
  const problems: ImportProblem[] = []
  const articles = new Map<string, ArticleGroup>()
  const pages = new Map<string, Map<Language, ImportItem>>()
  const foldersUsed = new Map<string, Set<Language>>()
  for (const item of items) {
    const of = item.language ?? language
    if (item.kind === 'article') {
      const folder = item.source.slice(0, item.source.lastIndexOf('/') + 1)
      const group = articles.get(item.source) ?? { source: item.source, folder, texts: [] }
      if (group.texts.some((text) => text.language === of)) {
        problems.push({ path: item.path, problem: 'same_place', detail: null })
        continue
      }
      group.texts.push({ language: of, path: item.path, title: item.title, slug: item.slug })
      articles.set(item.source, group)
      const above = foldersOf(folder)
      for (const one of above.length === 0 && !hasRoot ? [''] : above)
        foldersUsed.set(one, (foldersUsed.get(one) ?? new Set()).add(of))
    }
    if (item.kind === 'index') {
      const known = pages.get(item.source) ?? new Map<Language, ImportItem>()
      if (known.has(of)) problems.push({ path: item.path, problem: 'same_place', detail: null })
      else pages.set(item.source, known.set(of, item))
    }
  }
  const categories = [...foldersUsed].map(([source, languages]): CategoryGroup => {
    const parts = source.split('/').slice(0, -1)
    const name = source === '' ? nameOf(archiveName.replace(/\.\w+$/, '')) : nameOf(parts.at(-1) ?? '')
    const own = pages.get(source)
    const titles: CategoryGroup['titles'] = {}
    for (const one of new Set([...languages, ...(own?.keys() ?? [])]))
      titles[one] = (own?.get(one)?.title ?? name).slice(0, 200)
    const indexes = Object.fromEntries([...(own ?? [])].map(([one, item]) => [one, item.path]))
    const parent = parts.length > 1 ? `${parts.slice(0, -1).join('/')}/` : null
    return { source, parent, titles, pages: indexes }
  })
  const depth = (one: CategoryGroup): number => one.source.split('/').length
  categories.sort((a, b) => depth(a) - depth(b))
  return { categories, articles: [...articles.values()], problems }
}
