import type { Language } from '#contract/common.ts'
import { listPublicPlaces, listReadableCategories } from '#server/knowledge/index.ts'
import { html, join } from '#server/platform/html.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Links } from '../frame/links.ts'

interface Place {
  paths: Partial<Record<Language, string>>
  changedAt: Date | null
}

/** Every page search engines may show, each with itself in the other languages (sitemaps.org, 50,000 at most). */
export async function siteMap(db: Db, languages: readonly Language[], links: Links): Promise<string> {
  const [articles, ...categories] = await Promise.all([
    listPublicPlaces(db),
    ...languages.map(async (language) => ({
      language,
      items: await listReadableCategories(db, { kind: 'public' }, language),
    })),
  ])
  const byCategory = new Map<number, Partial<Record<Language, string>>>()
  for (const { language, items } of categories)
    for (const { id, slug } of items)
      byCategory.set(id, { ...byCategory.get(id), [language]: `/categories/${slug}` })
  const places: Place[] = [
    { paths: Object.fromEntries(languages.map((language) => [language, '/'])), changedAt: null },
    ...[...byCategory.values()].map((paths) => ({ paths, changedAt: null })),
    ...articles.map(({ slugs, publishedAt }) => ({
      paths: Object.fromEntries(
        languages.flatMap((language) => {
          const slug = slugs[language]
          return slug === undefined ? [] : [[language, `/articles/${slug}`]]
        }),
      ),
      changedAt: publishedAt,
    })),
  ]
  const urls = places.flatMap(({ paths, changedAt }) => {
    const all = languages.flatMap((language) => {
      const path = paths[language]
      return path === undefined ? [] : [{ language, address: links.absolute(links.page(path, language)) }]
    })
    const alternates = join(
      all.map(
        ({ language, address }) =>
          html`<xhtml:link rel="alternate" hreflang="${language}" href="${address}" />`,
      ),
    )
    const changed =
      changedAt === null ? html`` : html`<lastmod>${changedAt.toISOString().slice(0, 10)}</lastmod>`
    return all.map(({ address }) => html`<url><loc>${address}</loc>${changed}${alternates}</url>`)
  })
  const map = html`<urlset
    xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
    xmlns:xhtml="http://www.w3.org/1999/xhtml"
    >${join(urls)}</urlset
  >`
  return `<?xml version="1.0" encoding="UTF-8"?>${map.text}`
}
