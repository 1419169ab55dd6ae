import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { loadWords } from '../../ui/i18n.ts'
import { queryClient } from '../query-client.ts'
import { rootRoute } from '../root-route.tsx'
import { setupQuery } from './queries.ts'

const screens = async () => {
  const [module] = await Promise.all([import('./screens.ts'), loadWords('entry')])
  return module
}

/** A place of this app to return to; never another site, whatever the address bar says. */
export function safeReturn(to: unknown): string | undefined {
  return typeof to === 'string' && /^\/(?![/\\])/.test(to) ? to : undefined
}

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { to?: string } => ({ to: safeReturn(search['to']) }),
  beforeLoad: async () => {
    // A desk that cannot say whether it is set up may still let in who knows the password.
    const setup = await queryClient.fetchQuery(setupQuery).catch(() => null)
    if (setup?.isSetUp === false) throw redirect({ to: '/set-up' })
  },
  component: lazyRouteComponent(screens, 'SignInScreen'),
})

const setUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/set-up',
  beforeLoad: async () => {
    const setup = await queryClient.fetchQuery(setupQuery)
    if (setup.isSetUp) throw redirect({ to: '/tickets' })
  },
  component: lazyRouteComponent(screens, 'SetUpScreen'),
})

export const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitations/$token',
  component: lazyRouteComponent(screens, 'InvitationScreen'),
})

const forgotPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/forgot-password',
  validateSearch: (search: Record<string, unknown>): { email?: string } => ({
    email: typeof search['email'] === 'string' ? search['email'].slice(0, 254) : undefined,
  }),
  component: lazyRouteComponent(screens, 'ForgotPasswordScreen'),
})

/** What stands before the desk: none of it needs anybody to be signed in. */
export const entryRoutes = [signInRoute, setUpRoute, invitationRoute, forgotPasswordRoute] as const
