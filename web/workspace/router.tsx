import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { onSignedOut } from '../api/call.ts'
import { loadWords } from '../ui/i18n.ts'
import { queryClient } from './query-client.ts'
import { deskRoute, rootRoute } from './root-route.tsx'
import { TicketsScreen } from './list/tickets-screen.tsx'
import { knowledgeRoutes } from './knowledge/routes.ts'
import { readScores } from './scores/scores-search.ts'
import { settingsRoutes } from './settings/routes.ts'
import { openOverlay } from './shell/overlays.ts'
import { entryRoutes } from './sign-in/routes.ts'
import { loadTicketScreen } from './ticket/load-ticket-screen.ts'
import { readView } from './view.ts'

const homeRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/tickets' })
  },
})

/** Where a letter of several notices leads: the desk with their list open. */
const noticesRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/notices',
  beforeLoad: () => {
    openOverlay('notices')
    throw redirect({ to: '/tickets', replace: true })
  },
})

export const ticketsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/tickets',
  validateSearch: readView,
  component: TicketsScreen,
})

export const ticketRoute = createRoute({
  getParentRoute: () => ticketsRoute,
  path: '$ticketId',
  params: {
    parse: ({ ticketId }) => ({ ticketId: Number(ticketId) }),
    stringify: ({ ticketId }) => ({ ticketId: String(ticketId) }),
  },
  component: lazyRouteComponent(loadTicketScreen, 'TicketScreen'),
})

/** The overview of scores, with words of its own and those of a ticket's. */
const loadScores = async () => {
  const [module] = await Promise.all([import('./scores/screens.ts'), loadWords('scores', 'ticket')])
  return module
}
const scoresRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/scores',
  validateSearch: readScores,
  component: lazyRouteComponent(loadScores, 'ScoresScreen'),
})

const routeTree = rootRoute.addChildren([
  ...entryRoutes,
  deskRoute.addChildren([
    homeRoute,
    noticesRoute,
    ticketsRoute.addChildren([ticketRoute]),
    scoresRoute,
    ...knowledgeRoutes,
    settingsRoutes,
  ]),
])

export const router = createRouter({ routeTree, defaultPreload: false, scrollRestoration: false })

/** The session ended elsewhere: whatever was cached belongs to somebody who is no longer here. */
onSignedOut(() => {
  const { pathname, href } = router.state.location
  if (/^\/(sign-in|set-up|invitations|forgot-password)/.test(pathname)) return
  queryClient.clear()
  void router.navigate({ to: '/sign-in', search: { to: href } })
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
