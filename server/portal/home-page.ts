import { listMostHelpful, listReadableCategories } from '#server/knowledge/index.ts'
import { words } from '#server/platform/words.ts'
import { listCustomerTickets } from '#server/tickets/index.ts'
import { renderPage } from './frame/render-page.ts'
import type { PortalPage } from './frame/visit.ts'
import { readerOf } from './knowledge/reader.ts'
import { presentState } from './requests/present-state.ts'

const mostArticles = 6
const mostRequests = 3

/** The search, the categories, what helped others, and the visitor's own requests. */
export const homePage: PortalPage = {
  method: 'GET',
  path: '/',
  handle: async (visit) => {
    const { platform, language, portal, links } = visit
    const { db } = platform.database
    const { reader, visitor } = await readerOf(visit)
    const [categories, articles, requests] = await Promise.all([
      listReadableCategories(db, reader, language),
      listMostHelpful(db, reader, { language, limit: mostArticles }),
      visitor ? listCustomerTickets(db, visitor, { limit: mostRequests }) : { items: [] },
    ])
    const name = portal.names[language]
    return renderPage(visit, {
      template: 'home',
      title: name,
      description: words(language).t('portal.home.description', { name }),
      structured: [
        {
          '@context': 'https://schema.org',
          '@type': 'WebSite',
          name,
          url: links.absolute(links.page('/')),
          potentialAction: {
            '@type': 'SearchAction',
            target: `${links.absolute(links.page('/search'))}?q={search_term_string}`,
            'query-input': 'required name=search_term_string',
          },
        },
      ],
      data: {
        greeting: portal.greetings[language],
        categories: categories
          .filter((one) => one.parentId === null)
          .map((one) => ({
            title: one.title,
            description: one.description,
            count: one.articleCount,
            to: `/categories/${one.slug}`,
          })),
        articles: articles.map((one) => ({ title: one.title, to: `/articles/${one.slug}` })),
        visitor: visitor && { name: visitor.name },
        requests: requests.items.map((one) => ({
          id: one.id,
          number: one.number,
          subject: one.subject,
          lastActivityAt: one.lastActivityAt,
          state: presentState(one.state, language),
        })),
      },
    })
  },
}
