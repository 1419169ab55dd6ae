import { listNewest } from '#server/knowledge/index.ts'
import { html, join } from '#server/platform/html.ts'
import type { PortalPage } from '../frame/visit.ts'

const articlesOfFeed = 30

/** What was published last, as RSS 2.0. */
export const feedPage: PortalPage = {
  method: 'GET',
  path: '/feed.xml',
  handle: async ({ platform, reply, portal, links, language }) => {
    const articles = await listNewest(
      platform.database.db,
      { kind: 'public' },
      { language, limit: articlesOfFeed },
    )
    const items = articles.map((article) => {
      const address = links.absolute(links.page(`/articles/${article.slug}`))
      return html`<item><title>${article.title}</title><link>${address}</link><guid>${address}</guid><pubDate>${article.publishedAt.toUTCString()}</pubDate><description>${article.summary}</description></item>`
    })
    const home = links.absolute(links.page('/'))
    const feed = html`<rss version="2.0"><channel><title>${portal.names[language]}</title><link>${home}</link><language>${language}</language><description>${portal.names[language]}</description>${join(items)}</channel></rss>`
    return reply
      .header('content-type', 'application/rss+xml; charset=utf-8')
      .header('cache-control', 'public, max-age=600')
      .send(`<?xml version="1.0" encoding="UTF-8"?>${feed.text}`)
  },
}
