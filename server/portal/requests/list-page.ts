import { words } from '#server/platform/words.ts'
import { listCustomerTickets } from '#server/tickets/index.ts'
import { renderPage } from '../frame/render-page.ts'
import type { PortalPage } from '../frame/visit.ts'
import { signedInOnly } from '../sign-in/must-be-signed-in.ts'
import { presentState } from './present-state.ts'

const perPage = 20

/** The tickets of whoever is signed in, and of their company for those who speak for it. */
export const requestsPage: PortalPage = {
  method: 'GET',
  path: '/requests',
  handle: signedInOnly(async (visit, visitor) => {
    const { platform, request, language } = visit
    const asked = request.query as Record<string, unknown>
    const text = (name: string) => {
      const value = asked[name]
      return typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '').trim() : ''
    }
    const query = text('q').slice(0, 200)
    const state = asked['show'] === 'open' || asked['show'] === 'done' ? asked['show'] : undefined
    const { items, nextCursor } = await listCustomerTickets(platform.database.db, visitor, {
      state,
      query,
      cursor: text('after').slice(0, 500) || undefined,
      limit: perPage,
    })
    const again = (more: Record<string, string>) => {
      const kept = { ...(query !== '' && { q: query }), ...(state && { show: state }), ...more }
      const search = new URLSearchParams(Object.entries(kept).filter(([, value]) => value !== '')).toString()
      return search === '' ? '' : `?${search}`
    }
    return renderPage(visit, {
      template: 'requests',
      title: words(language).t('portal.requests.title'),
      isUnlisted: true,
      data: {
        visitor: { name: visitor.name || visitor.address, isManager: visitor.organizationId !== null },
        requests: {
          items: items.map((item) => ({ ...item, state: presentState(item.state, language) })),
          query,
          show: state ?? 'all',
          isFirst: asked['after'] === undefined,
          isNarrowed: query !== '' || state !== undefined,
          filters: (['all', 'open', 'done'] as const).map((show) => ({
            show,
            query: again({ show: show === 'all' ? '' : show }),
          })),
          more: nextCursor === null ? null : again({ after: nextCursor }),
        },
      },
    })
  }),
}
