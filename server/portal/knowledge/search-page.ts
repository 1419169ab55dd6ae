import { searchArticles } from '#server/knowledge/index.ts'
import { words } from '#server/platform/words.ts'
import { renderPage } from '../frame/render-page.ts'
import type { PortalPage } from '../frame/visit.ts'
import { markedText } from './marked-text.ts'
import { readerOf } from './reader.ts'

const hitsOfPage = 12

export const searchPage: PortalPage = {
  method: 'GET',
  path: '/search',
  handle: async (visit) => {
    const { platform, language, request } = visit
    const { t } = words(language)
    const { q } = request.query as { q?: unknown }
    const query = (typeof q === 'string' ? q : '').toWellFormed().replaceAll('\0', '').trim().slice(0, 300)
    const { reader } = await readerOf(visit)
    const found = await searchArticles(
      platform.database.db,
      reader,
      { query, language, limit: hitsOfPage },
      platform.clock.now(),
    )
    return renderPage(visit, {
      template: 'search',
      title: query === '' ? t('portal.search.title') : t('portal.search.titleOf', { query }),
      isUnlisted: true,
      data: {
        search: {
          query,
          correctedTo: found.correctedTo,
          hits: found.items.map((hit) => ({
            title: markedText(hit.title, hit.titleMarks),
            excerpt: markedText(hit.excerpt, hit.excerptMarks),
            category: hit.category,
            to: `/articles/${hit.slug}`,
          })),
        },
      },
    })
  },
}
