import { listPublished, listReadableCategories, type ReadableCategory } from '#server/knowledge/index.ts'
import type { Language } from '#contract/common.ts'
import { fail } from '#server/platform/http/failure.ts'
import { renderPage } from '../frame/render-page.ts'
import type { PortalPage, Visit } from '../frame/visit.ts'
import { breadcrumbs } from './breadcrumbs.ts'
import { readerOf } from './reader.ts'

const articlesOfPage = 50

export const categoryPage: PortalPage = {
  method: 'GET',
  path: '/categories/:slug',
  handle: async (visit) => {
    const { platform, language, request } = visit
    const { db } = platform.database
    const { slug } = request.params as { slug: string }
    const { reader } = await readerOf(visit)
    const categories = await listReadableCategories(db, reader, language)
    const category = categories.find((one) => one.slug === slug) ?? fail('not_found')
    const pages = pagesOf(category, request.query)
    const [articles, alternates] = await Promise.all([
      listPublished(db, reader, {
        categoryId: category.id,
        language,
        limit: articlesOfPage,
        offset: (pages.number - 1) * articlesOfPage,
      }),
      elsewhere(visit, category.id),
    ])
    const path = above(categories, category)
    return renderPage(visit, {
      template: 'category',
      title: pages.number === 1 ? category.title : `${category.title} · ${pages.number}`,
      description: pages.number === 1 ? category.description : '',
      query: pages.number === 1 ? '' : `?page=${pages.number}`,
      before: pages.before,
      after: pages.after,
      alternates,
      structured: [breadcrumbs(visit, path, null)],
      data: {
        category: { title: category.title, description: category.description },
        pages,
        path: path.slice(0, -1).map((one) => ({ title: one.title, to: `/categories/${one.slug}` })),
        categories: categories
          .filter((one) => one.parentId === category.id)
          .map((one) => ({ title: one.title, count: one.articleCount, to: `/categories/${one.slug}` })),
        articles: articles.map((one) => ({
          title: one.title,
          summary: one.summary,
          to: `/articles/${one.slug}`,
        })),
      },
    })
  },
}

/** Which part of a long category is asked for, and where the parts beside it are; there is none beyond the last. */
function pagesOf({ slug, ownCount }: ReadableCategory, query: unknown) {
  const { page } = query as { page?: unknown }
  const number = typeof page === 'string' && /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1
  const count = Math.max(1, Math.ceil(ownCount / articlesOfPage))
  if (number > count) fail('not_found')
  const at = (one: number) => `/categories/${slug}${one === 1 ? '' : `?page=${one}`}`
  return {
    number,
    count,
    before: number === 1 ? null : at(number - 1),
    after: number === count ? null : at(number + 1),
  }
}

/** The category in the other languages of the portal, as far as it has something to read there. */
async function elsewhere(
  { platform, portal, language }: Visit,
  id: number,
): Promise<Partial<Record<Language, string | null>>> {
  const others = portal.languages.filter((one) => one !== language)
  const found = await Promise.all(
    others.map(async (one) => {
      const categories = await listReadableCategories(platform.database.db, { kind: 'public' }, one)
      const slug = categories.find((category) => category.id === id)?.slug
      return [one, slug === undefined ? null : `/categories/${slug}`] as const
    }),
  )
  return Object.fromEntries(found)
}

/** The category after those it lies in, the outermost first. */
function above(categories: readonly ReadableCategory[], category: ReadableCategory): ReadableCategory[] {
  const parent = categories.find((one) => one.id === category.parentId)
  return parent ? [...above(categories, parent), category] : [category]
}
