import { createRoute, createRouter, redirect } from '@tanstack/react-router'
import { onSignedOut } from '../api/call.ts'
import { queryClient } from './query-client.ts'
import { deskRoute, rootRoute } from './root-route.tsx'
import { TicketsScreen } from './list/tickets-screen.tsx'
import { TicketScreen } from './ticket/ticket-screen.tsx'
import { readView } from './view.ts'

const homeRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/tickets' })
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
  component: TicketScreen,
})

const routeTree = rootRoute.addChildren([
  deskRoute.addChildren([homeRoute, ticketsRoute.addChildren([ticketRoute])]),
])

export const router = createRouter({ routeTree, defaultPreload: false, scrollRestoration: false })

/** The session ended elsewhere: whatever was cached belongs to somebody who is no longer here. */
onSignedOut(() => {
  const { pathname, href } = router.state.location
  if (/^\/(sign-in|set-up|invitations|forgot-password)/.test(pathname)) return
  queryClient.clear()
  void router.navigate({ to: '/sign-in', search: { to: href } } as never)
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
