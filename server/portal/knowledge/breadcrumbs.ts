import type { Visit } from '../frame/visit.ts'

/** Where a page stands, for search engines: schema.org's BreadcrumbList. */
export function breadcrumbs(
  { links, portal, language }: Pick<Visit, 'links' | 'portal' | 'language'>,
  categories: readonly { title: string; slug: string }[],
  article: { title: string; slug: string } | null,
): object {
  const steps = [
    { name: portal.names[language], to: '/' },
    ...categories.map(({ title, slug }) => ({ name: title, to: `/categories/${slug}` })),
    ...(article ? [{ name: article.title, to: `/articles/${article.slug}` }] : []),
  ]
  return {
    '@context': 'https://schema.org',
    '@type': 'BreadcrumbList',
    itemListElement: steps.map(({ name, to }, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      name,
      item: links.absolute(links.page(to)),
    })),
  }
}
