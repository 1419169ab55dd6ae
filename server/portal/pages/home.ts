import { renderPage } from '../frame/render-page.ts'
import type { PortalPage } from '../frame/visit.ts'

export const homePage: PortalPage = {
  method: 'GET',
  path: '/',
  handle: (visit) =>
    renderPage(visit, { template: 'home', title: visit.portal.names[visit.language], keepSeconds: 0 }),
}
