import type { Language } from '#contract/common.ts'

/** Addresses of the portal's pages as one request sees them: under /help, or at the root of its own host. */
export interface Links {
  /** `/articles/x` → `/help/ru/articles/x`. */
  page(path: string, language?: Language): string
  /** What belongs to no language: `/logo` → `/help/logo`. */
  file(path: string): string
  /** The same with the host, for letters, canonical addresses and feeds. */
  absolute(address: string): string
}

export const prefix = '/help'

export function createLinks(at: { isOwnHost: boolean; origin: string; language: Language }): Links {
  const base = at.isOwnHost ? '' : prefix
  return {
    page: (path, language = at.language) => `${base}/${language}${path === '/' ? '' : path}`,
    file: (path) => `${base}${path}`,
    absolute: (address) => `${at.origin}${address}`,
  }
}

/** Addresses for whoever is asked by no request: a letter that is being written. */
export function linksFor(
  { publicUrl }: { publicUrl: string },
  portal: { host: string | null },
  language: Language,
): Links {
  const { protocol, origin } = new URL(publicUrl)
  const isOwnHost = portal.host !== null
  return createLinks({ isOwnHost, origin: isOwnHost ? `${protocol}//${portal.host}` : origin, language })
}

/** Where the portal shows articles, for whoever is not a page of it. */
export function articleUrls(
  config: { publicUrl: string },
  book: { known(): { host: string | null } | null },
): (language: Language, slug: string) => string {
  return (language, slug) => {
    const links = linksFor(config, book.known() ?? { host: null }, language)
    return links.absolute(links.page(`/articles/${slug}`))
  }
}
